import type { Timestamp } from '@recordings/call-record';
import { acme, minute, policy, waitingWindow } from '../planning/test-exports.ts';
import type { ExportJob } from './export-job.ts';
import type { ExportJobEvent, ExportJobStep } from './export-job-step.ts';
import { intendExport } from './intend-export.ts';
import { nextExportJob } from './next-export-job.ts';

/** One export job for tests, in each of its phases; it is intended and created at minute 60. */
const { reconciliationId } = waitingWindow('r-1', [0, 0, 0]);

/** An event. One of a create is of the create that was sent last. */
export type TestEvent = OfAnyCreate<ExportJobEvent>;
type OfAnyCreate<E> = E extends { readonly leaseUntil: Timestamp } ? Omit<E, 'leaseUntil'> : E;

export const ofLastCreate = (job: ExportJob, event: TestEvent): ExportJobEvent =>
  ({ ...(job.phase === 'intended' && { leaseUntil: job.notBefore }), ...event }) as ExportJobEvent;

export const step = (job: ExportJob, event: TestEvent, now: Timestamp): ExportJobStep =>
  nextExportJob(job, ofLastCreate(job, event), now, policy);

export const after = (job: ExportJob, event: TestEvent, now: Timestamp): ExportJob =>
  step(job, event, now).job;

export const status = (
  number: number,
  is: 'CREATED' | 'IN_PROGRESS' | 'COMPLETED' | 'FAILED' | 'EXPIRED' | 'ABSENT' | 'UNKNOWN',
): ExportJobEvent => ({ type: 'status-seen', number, status: is, message: `OCP says ${is}` });

export const nudged: ExportJobEvent = { type: 'nudged' };
export const jobCreated: ExportJobEvent = { type: 'job-created', jobId: 'job-1' };
export const slotBusy: TestEvent = { type: 'slot-busy' };
export const refused = (isRetryable: boolean, askedMs?: number): TestEvent => ({
  type: 'create-failed',
  isRetryable,
  message: 'no',
  askedMs,
});

export const intended = intendExport(
  'e-1',
  { tenantId: acme, fromDate: minute(0), toDate: minute(60), reconciliationIds: [reconciliationId] },
  minute(60),
);
/** Its POST is on the way. */
export const posted = after(intended, nudged, minute(60));
export const created = after(posted, jobCreated, minute(60));
export const polling = after(created, status(1, 'IN_PROGRESS'), minute(65));
export const exported = after(polling, status(2, 'COMPLETED'), minute(73));
export const failed = after(polling, status(2, 'FAILED'), minute(73));
export const expired = after(polling, status(2, 'EXPIRED'), minute(73));

/** When and how the turn of a job ends in tests. */
export const turnEnds = {
  now: minute(100),
  rule: { firstFaultDelayMs: 5 * 60_000, maxFaultDelayMs: 24 * 3_600_000 },
  credentials: 'key-1',
};
