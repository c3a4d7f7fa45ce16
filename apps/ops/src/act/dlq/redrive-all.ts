import { deadLetterQueues } from '@recordings/topology';
import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus, statusOf } from '../../output/exit-status.ts';
import type { Platform } from '../../platform.ts';
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
  for (const { name } of deadLetterQueues.filter((queue) => canRedrive(queue.name))) {
    ops.signal.throwIfAborted();
    const status = await redriveOneQueue(ops, platform, name, filter, options);
    if (status !== undefined) statuses.push(status);
  }
  if (statuses.length === 0) ops.terminal.complain('No message is in any dead-letter queue.');
  return statusOf({
    isAnyDone: statuses.includes(exitStatus.done),
    isAnyFailed: statuses.includes(exitStatus.failed),
  });
};

/** A queue that fails does not stop the others. @returns undefined if it has no message. */
const redriveOneQueue = async (
  ops: Ops,
  platform: Platform,
  name: string,
  filter: LetterFilter,
  options: ActOptions,
): Promise<ExitStatus | undefined> => {
  try {
    const box = await openDlq(platform, name);
    if ((await box.count()) === 0) return undefined;
    return await redriveLetters(ops, name, filter, options);
  } catch (error) {
    ops.signal.throwIfAborted();
    ops.terminal.complain(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    return exitStatus.failed;
  }
};
