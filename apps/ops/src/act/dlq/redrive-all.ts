import { deadLetterQueues } from '@recordings/topology';
import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import { type ActOptions, checkReason } from '../act.ts';
import { openDlq } from './open-dlq.ts';
import { canRedrive, redriveLetters } from './redrive-letters.ts';
import type { LetterFilter } from './take-letters.ts';

/** Sends letters of every DLQ back to where they come from. Queues without messages are passed over. */
export const redriveAll = async (
  ops: Ops,
  filter: LetterFilter,
  options: ActOptions,
): Promise<ExitStatus> => {
  checkReason(options.reason);
  const platform = await ops.open();
  const statuses: ExitStatus[] = [];
  for (const { name } of deadLetterQueues) {
    ops.signal.throwIfAborted();
    if (!canRedrive(name) || (await (await openDlq(platform, name)).count()) === 0) continue;
    statuses.push(await redriveLetters(ops, name, filter, options));
  }
  if (statuses.length === 0) ops.terminal.complain('No message is in any dead-letter queue.');
  return statuses.includes(exitStatus.done) ? exitStatus.done : exitStatus.nothingFound;
};
