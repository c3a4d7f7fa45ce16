import { type RegistryGroup, shifted, type Timestamp } from '@recordings/call-record';
import type { DownloadTask } from '@recordings/reconciliation';

const MINUTE_MS = 60_000;

/** Whether the window of the call does not end the task: it asks for a further recording, and the call is stored. */
export const hasOwnEnd = ({ isExtra, isStored }: DownloadTask): boolean =>
  isExtra === true || isStored === true;

/** A task that no window ends gets its end when it is put off: OCP has deleted its job by then. */
export const withEnd = (task: DownloadTask, group: RegistryGroup, now: Timestamp): DownloadTask =>
  hasOwnEnd(task) && task.endsAt === undefined
    ? { ...task, endsAt: shifted(now, group.exportConstraints.jobLifeMinutes * MINUTE_MS) }
    : task;

export const hasEnded = ({ endsAt }: DownloadTask, now: Timestamp): boolean =>
  endsAt !== undefined && endsAt <= now;
