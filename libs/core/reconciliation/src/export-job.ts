import { ReconciliationId, Timestamp } from '@recordings/call-record';
import { z } from 'zod';
import { FailureStatus } from './failure-status.ts';

const Intent = {
  /** Our id of the export, made before OCP gives one. */
  exportId: z.string(),
  fromDate: Timestamp,
  toDate: Timestamp,
  reconciliationIds: z.array(ReconciliationId),
  intendedAt: Timestamp,
};

const Polled = {
  ...Intent,
  jobId: z.string(),
  createdAt: Timestamp,
  /** Number of the poll that is due next; a message with a lesser one does nothing. */
  pollNumber: z.number().int().min(1),
  pollDueAt: Timestamp,
  /** Its reconciliations gave up, the job still runs and keeps its slot. */
  isAbandoned: z.boolean(),
};

/** The state of one export job, each phase with its own fields. */
export const ExportJob = z.discriminatedUnion('phase', [
  /** Written before the POST. `notBefore` holds the POST back: a busy slot, a back-off, another worker's POST in flight. */
  z.object({
    phase: z.literal('intended'),
    ...Intent,
    notBefore: Timestamp,
    failedCreates: z.number().int(),
    /** POSTs that may have been sent. After the first, OCP may hold a job that we do not know. */
    posts: z.number().int(),
  }),
  z.object({ phase: z.literal('created'), ...Polled }),
  z.object({ phase: z.literal('polling'), ...Polled }),
  /** OCP has finished; its recordings are being handed to the downloader. */
  z.object({ phase: z.literal('exported'), ...Polled, exportedAt: Timestamp }),
  z.object({
    phase: z.literal('failed'),
    ...Intent,
    pollNumber: z.number().int(),
    status: FailureStatus,
    reason: z.string(),
    /** OCP refused or failed this very job, rather than being out of reach. */
    isAboutTheJob: z.boolean(),
    failedAt: Timestamp,
  }),
  z.object({
    phase: z.literal('expired'),
    ...Intent,
    pollNumber: z.number().int(),
    reason: z.string(),
    failedAt: Timestamp,
  }),
]);
export type ExportJob = z.infer<typeof ExportJob>;

export type PolledJob = Extract<ExportJob, { phase: 'created' | 'polling' }>;
export type EndedJob = Extract<ExportJob, { phase: 'failed' | 'expired' }>;

/** Delays and bounds of export jobs. Defaults are the requirement documents': a look every 5 minutes, 6 looks. */
export type ExportPolicy = {
  readonly pollDelayMs: number;
  /** Each delay is the one before times this, up to `maxPollDelayMs`. */
  readonly pollDelayGrowth: number;
  readonly maxPollDelayMs: number;
  readonly maxPolls: number;
  readonly maxTotalMs: number;
  /** How long OCP keeps a job of this group. One that is said to run for longer is OCP's no more. */
  readonly jobLifeMs: number;
  readonly busyDelayMs: number;
  readonly createRetryDelaysMs: readonly number[];
  /** Longer than a create request can take: only after it may somebody else send one. */
  readonly createLeaseMs: number;
  /** How late a poll may be before it counts as lost. */
  readonly overdueAfterMs: number;
};
