import type { RecordedCall } from '../plan/planned-call.ts';
import type { TimeRange } from './admit-range.ts';
import type { RowChanges } from './change-row.ts';

/** What the job exports. Fixed when the job is created. */
export type ExportResult =
  | {
      readonly kind: 'exported';
      readonly recordings: readonly RecordedCall[];
      /** By recording id. */
      readonly rowChanges: ReadonlyMap<string, RowChanges>;
      /** Call ids. */
      readonly notFound: readonly string[];
      /** Ids of calls whose export failed for the moment. */
      readonly errors: readonly string[];
      /** A text is no JSON. Absent: the job was asked for none. */
      readonly cdrs?: readonly unknown[] | undefined;
    }
  | { readonly kind: 'failed'; readonly errorMessage: string };

/** An export job of one group. Its status is a function of time. */
export type ExportJob = {
  readonly exportJobId: string;
  /** Among the jobs of the API, from 1; absent on jobs of the console. */
  readonly place?: number;
  readonly groupName: string;
  /** The requested range, and the range that OCP exports. */
  readonly asked: TimeRange;
  readonly exported: TimeRange;
  readonly createdAt: number;
  readonly durationMs: number;
  /** How long OCP keeps the finished job. */
  readonly lifeMs: number;
  /** How long after its creation OCP forgets the job. */
  readonly vanishesAfterMs?: number | undefined;
  readonly madeBy: 'api' | 'console';
  readonly result: ExportResult;
};

export type ExportJobStatus = 'CREATED' | 'IN_PROGRESS' | 'COMPLETED' | 'FAILED' | 'EXPIRED';

/** Share of a job's duration during which it is CREATED and not yet IN_PROGRESS. */
const WAITING_SHARE = 0.2;

export const finishedAt = (job: ExportJob): number => job.createdAt + job.durationMs;

export const statusAt = (job: ExportJob, now: number): ExportJobStatus => {
  if (now < job.createdAt + job.durationMs * WAITING_SHARE) return 'CREATED';
  if (now < finishedAt(job)) return 'IN_PROGRESS';
  if (now >= finishedAt(job) + job.lifeMs) return 'EXPIRED';
  return job.result.kind === 'failed' ? 'FAILED' : 'COMPLETED';
};

export const isRunningAt = (job: ExportJob, now: number): boolean => now < finishedAt(job);
