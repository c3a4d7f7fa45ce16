import { auditBucket } from '@recordings/topology';
import type { Ops } from '../../ops.ts';
import type { ExitStatus } from '../../output/exit-status.ts';
import { type ActOptions, act } from '../act.ts';
import { openJsonObjects } from '../json-objects.ts';
import type { Proposed } from './proposal.ts';
import { makeProposalStore } from './proposal-store.ts';
import { sayProposed } from './say-proposal.ts';

type Result = { readonly proposal: string };

/** Keeps what a person wants, so that another one can approve it within 24 hours. */
export const propose = async (
  ops: Ops,
  options: ActOptions,
  proposed: Proposed,
  /** What it would do, beyond what the proposal says. */
  more = '',
): Promise<ExitStatus> => {
  const store = makeProposalStore(openJsonObjects((await ops.open()).config, auditBucket));
  const { command, options: about, ...counts } = proposed;
  return act<Result>(ops, options, {
    command: `propose ${command}`,
    about: { options: about, ...counts },
    plan: {
      text: `To be proposed: ${sayProposed(proposed)}${more}. It needs the approval of another person.`,
      json: { proposes: about, ...counts },
    },
    run: async (by) => ({
      proposal: await store.propose({ ...proposed, reason: options.reason, by, at: ops.now() }),
    }),
    render: ({ proposal }) =>
      `Nothing is done yet. Another person approves it within 24 hours:\nnpm run ops -- proposals approve ${proposal} --reason "..."`,
  });
};
