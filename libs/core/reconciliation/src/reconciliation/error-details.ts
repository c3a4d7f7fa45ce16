import { type CallId, cutText, type Timestamp } from '@recordings/call-record';
import type { ExportJob } from '../export-job/export-job.ts';
import type { JobError } from '../export-job/job-error.ts';

/** What led to the failure of a reconciliation. */
export type ErrorContext = JobError & {
  /** The export that failed. */
  readonly export?: Pick<ExportJob, 'exportId' | 'fromDate' | 'toDate'>;
  /** The lease that ended without a sign of life. */
  readonly leaseUntil?: Timestamp;
  /** The calls that were not stored. */
  readonly calls?: readonly FailedCall[];
};

type FailedCall = {
  readonly callId: CallId;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
};

/** UTF-8 bytes. The item has 370 KB of calls beside it. */
const MAX_TEXT_BYTES = 1_000;
const MAX_CALLS_BYTES = 4_000;

/** The context as JSON. Of many calls it has the first ones, and says how many the others are. */
export const errorDetailsOf = ({ calls, errorMessage, ...context }: ErrorContext): string => {
  const named = calls && takeUntil(calls, MAX_CALLS_BYTES);
  const others = (calls?.length ?? 0) - (named?.length ?? 0);
  return JSON.stringify({
    ...context,
    ...(errorMessage !== undefined && { errorMessage: cutText(errorMessage.toWellFormed(), MAX_TEXT_BYTES) }),
    ...(named && { calls: named }),
    ...(others > 0 && { otherCalls: others }),
  });
};

const takeUntil = (calls: readonly FailedCall[], maxBytes: number): readonly FailedCall[] => {
  let left = maxBytes;
  const end = calls.findIndex((call) => {
    left -= Buffer.byteLength(JSON.stringify(call));
    return left < 0;
  });
  return end === -1 ? calls : calls.slice(0, end);
};
