import { deadLetterQueues } from '@recordings/topology';
import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus, statusOf } from '../../output/exit-status.ts';
import { type ActOptions, checkReason } from '../act.ts';
import { openDlq } from './open-dlq.ts';
import { canRedrive, redriveLetters } from './redrive-letters.ts';
import type { LetterFilter } from './take-letters.ts';

/** Sends letters of every DLQ back to where they come from. It leaves out queues without messages. */
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
    statuses.push(await redriveOneQueue(ops, name, filter, options));
  }
  if (statuses.length === 0) ops.terminal.complain('No message is in any dead-letter queue.');
  return statusOf({
    isAnyDone: statuses.includes(exitStatus.done),
    isAnyFailed: statuses.includes(exitStatus.failed),
  });
};

/** A queue that fails does not stop the others. */
const redriveOneQueue = async (
  ops: Ops,
  name: string,
  filter: LetterFilter,
  options: ActOptions,
): Promise<ExitStatus> => {
  try {
    return await redriveLetters(ops, name, filter, options);
  } catch (error) {
    ops.signal.throwIfAborted();
    ops.terminal.complain(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    return exitStatus.failed;
  }
};
