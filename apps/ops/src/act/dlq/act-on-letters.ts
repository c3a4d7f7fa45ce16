import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import type { Platform } from '../../platform.ts';
import { type Act, type ActOptions, act, checkReason } from '../act.ts';
import type { LetterBox } from './make-letter-box.ts';
import { checkDlq, openDlq } from './open-dlq.ts';
import { type LetterFilter, type TakenLetter, takeLetters } from './take-letters.ts';

type Found = {
  readonly platform: Platform;
  readonly box: LetterBox;
  readonly taken: readonly TakenLetter[];
};

/**
 * Takes the letters of a DLQ that fit, and acts on them. Those that are left when it ends, also by a fault, are visible to others
 * again at once.
 */
export const actOnLetters = async <R extends object>(
  ops: Ops,
  queue: string,
  filter: LetterFilter,
  options: ActOptions,
  makeAct: (found: Found) => Act<R>,
): Promise<ExitStatus> => {
  checkReason(options.reason);
  return withLetters(ops, queue, filter, (found) => act(ops, options, makeAct(found)));
};

/** Looks at the letters of a DLQ that fit, and leaves them there. */
export const withLetters = async (
  ops: Ops,
  queue: string,
  filter: LetterFilter,
  look: (found: Found) => Promise<ExitStatus>,
): Promise<ExitStatus> => {
  checkDlq(queue);
  const platform = await ops.open();
  const box = await openDlq(platform, queue);
  const taken = await takeLetters(box, filter);
  if (taken.length === 0) {
    ops.terminal.complain(`No such message is in ${queue}.`);
    return exitStatus.nothingFound;
  }
  try {
    return await look({ platform, box, taken });
  } finally {
    // SQS forgets the handle of a letter that was removed.
    for (const { letter } of taken) await box.release(letter).catch(() => undefined);
  }
};
