import { auditBucket } from '@recordings/topology';
import type { Ops } from '../../ops.ts';
import { readTimeOption } from '../../options/time-options.ts';
import type { ExitStatus } from '../../output/exit-status.ts';
import { type ActOptions, act } from '../act.ts';
import { openJsonObjects } from '../json-objects.ts';
import { makeProposalStore } from '../proposals/proposal-store.ts';
import type { ChoiceOptions, ChosenCalls } from './choose-calls.ts';

type Proposed = { readonly proposal: string; readonly calls: number };

/** Keeps what a person wants, so that another one can approve it within 24 hours. */
export const proposeRerun = async (
  ops: Ops,
  options: ActOptions & ChoiceOptions,
  { keys, completed }: ChosenCalls,
): Promise<ExitStatus> => {
  const { tenant, calls, group, from, to, reason } = options;
  const fixed = (option: string, text: string): string => readTimeOption(option, text, ops.now());
  const kept = {
    ...{ tenant, to: fixed('--to', to) },
    ...(calls !== undefined && { calls }),
    ...(group !== undefined && { group }),
    ...(from !== undefined && { from: fixed('--from', from) }),
  };
  const store = makeProposalStore(openJsonObjects((await ops.open()).config, auditBucket));
  return act<Proposed>(ops, options, {
    command: 'rerun --all',
    about: { options: kept, calls: keys.length },
    plan: {
      text: `To be proposed: ${keys.length} calls become due at once, ${completed} are completed and skipped.`,
      json: { proposes: kept, calls: keys.length, completed },
    },
    run: async (by) => {
      const content = {
        command: 'rerun',
        options: kept,
        calls: keys.length,
        reason,
        by,
        at: ops.now(),
      } as const;
      return { proposal: await store.propose(content), calls: keys.length };
    },
    render: ({ proposal }) =>
      `Nothing is due yet. Another person approves it within 24 hours: proposals approve ${proposal} --reason "..."`,
  });
};
