import { type RegistryGroup, shifted, type Timestamp } from '@recordings/call-record';
import type { DownloadTask } from '@recordings/reconciliation';

const MINUTE_MS = 60_000;

/** A further task that is put off gets its end: when OCP has deleted its job at the latest. */
export const withEnd = (task: DownloadTask, group: RegistryGroup, now: Timestamp): DownloadTask =>
  task.isExtra && task.endsAt === undefined
    ? { ...task, endsAt: shifted(now, group.exportConstraints.jobLifeMinutes * MINUTE_MS) }
    : task;

export const hasEnded = ({ endsAt }: DownloadTask, now: Timestamp): boolean =>
  endsAt !== undefined && endsAt <= now;
