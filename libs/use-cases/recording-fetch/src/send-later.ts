import { epochMsOf, shifted } from '@recordings/call-record';
import type { DownloadTask } from '@recordings/reconciliation';
import { MAX_DELAY_S } from '@recordings/topology';
import type { FetchDeps } from './fetch-deps.ts';
import { hasOwnEnd } from './task-end.ts';

type SendDeps = Pick<FetchDeps, 'sendAgain' | 'now'>;

/** Sends the task again, to be tried after so many seconds, or at its end if that is earlier. */
export const sendLater = async (
  { sendAgain, now }: SendDeps,
  task: DownloadTask,
  delayS: number,
): Promise<void> => {
  const { endsAt } = task;
  const at = now();
  const waitS = endsAt === undefined ? delayS : Math.min(delayS, secondsBetween(at, endsAt));
  if (waitS <= MAX_DELAY_S || !hasOwnEnd(task)) return sendAgain(task, Math.min(waitS, MAX_DELAY_S));
  return sendAgain({ ...task, notBefore: shifted(at, waitS * 1_000) }, MAX_DELAY_S);
};

/** Sends a task again that arrived before its time. @returns whether it did. */
export const sendIfEarly = async (deps: SendDeps, task: DownloadTask): Promise<boolean> => {
  const { notBefore } = task;
  if (notBefore === undefined || notBefore <= deps.now()) return false;
  await sendLater(deps, task, secondsBetween(deps.now(), notBefore));
  return true;
};

const secondsBetween = (from: string, to: string): number =>
  Math.max(0, Math.ceil((epochMsOf(to) - epochMsOf(from)) / 1_000));
