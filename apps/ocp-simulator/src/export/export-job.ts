import type { RecordedCall } from '../plan/planned-call.ts';
import type { TimeRange } from './admit-range.ts';

/** What the job will have brought when it is done. */
export type ExportResult =
  | {
      readonly kind: 'exported';
      readonly recordings: readonly RecordedCall[];
      /** Call ids. */
      readonly notFound: readonly string[];
    }
  | { readonly kind: 'failed'; readonly errorMessage: string };

/** An export job of one group. Its status is a function of time: nothing has to happen for it to move on. */
export type ExportJob = {
  readonly exportJobId: string;
  readonly groupName: string;
  /** What was asked for, and what is exported. */
  readonly asked: TimeRange;
  readonly exported: TimeRange;
  readonly createdAt: number;
  readonly durationMs: number;
  /** How long it is kept once done. */
  readonly lifeMs: number;
  readonly madeBy: 'api' | 'console';
  readonly result: ExportResult;
};

export type ExportJobStatus = 'CREATED' | 'IN_PROGRESS' | 'COMPLETED' | 'FAILED' | 'EXPIRED';

/** The share of a job's duration that it waits before it starts. */
const WAITING_SHARE = 0.2;

export const finishedAt = (job: ExportJob): number => job.createdAt + job.durationMs;

export const statusAt = (job: ExportJob, now: number): ExportJobStatus => {
  if (now < job.createdAt + job.durationMs * WAITING_SHARE) return 'CREATED';
  if (now < finishedAt(job)) return 'IN_PROGRESS';
  if (now >= finishedAt(job) + job.lifeMs) return 'EXPIRED';
  return job.result.kind === 'failed' ? 'FAILED' : 'COMPLETED';
};

export const isRunningAt = (job: ExportJob, now: number): boolean => now < finishedAt(job);
