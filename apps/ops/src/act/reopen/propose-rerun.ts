import type { Ops } from '../../ops.ts';
import { readTimeOption } from '../../options/time-options.ts';
import type { ExitStatus } from '../../output/exit-status.ts';
import type { ActOptions } from '../act.ts';
import { propose } from '../proposals/propose.ts';
import type { ChoiceOptions, ChosenCalls } from './choose-calls.ts';

/** Proposes to make calls due at once. */
export const proposeRerun = async (
  ops: Ops,
  options: ActOptions & ChoiceOptions,
  { keys, completed }: ChosenCalls,
): Promise<ExitStatus> => {
  const { tenant, calls, group, from, to } = options;
  const fixed = (option: string, text: string): string => readTimeOption(option, text, ops.now());
  const kept = {
    ...{ tenant, to: fixed('--to', to) },
    ...(calls !== undefined && { calls }),
    ...(group !== undefined && { group }),
    ...(from !== undefined && { from: fixed('--from', from) }),
  };
  const proposed = { command: 'rerun', options: kept, calls: keys.length } as const;
  return propose(ops, options, proposed, `; ${completed} are completed and skipped`);
};
