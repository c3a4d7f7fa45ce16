import type { Ops } from '../../ops.ts';
import type { ExitStatus } from '../../output/exit-status.ts';
import { type ActOptions, checkReason } from '../act.ts';
import { propose } from '../proposals/propose.ts';
import { withLetters } from './act-on-letters.ts';
import type { LetterFilter } from './take-letters.ts';

/** Proposes to remove all letters that fit. It counts them, and leaves them there. */
export const proposeDiscard = (
  ops: Ops,
  queue: string,
  { limit: _, ...filter }: LetterFilter,
  options: ActOptions,
): Promise<ExitStatus> => {
  checkReason(options.reason);
  return withLetters(ops, queue, { ...filter, limit: Number.POSITIVE_INFINITY }, ({ taken }) =>
    propose(ops, options, {
      command: 'dlq discard',
      options: { queue, ...filter },
      messages: taken.length,
    }),
  );
};
