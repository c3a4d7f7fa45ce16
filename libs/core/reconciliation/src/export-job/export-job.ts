import {
  keepUnknownFields,
  OcpMetadata,
  ReconciliationId,
  TenantId,
  Timestamp,
} from '@recordings/call-record';
import { z } from 'zod';
import { ListingVerdict } from '../listing/listing-verdict.ts';
import { Orchestrator } from '../orchestrator.ts';
import { FailureStatus } from '../outcome-code.ts';
import { JobError } from './job-error.ts';

const Intent = {
  /** Our id of the export, made before OCP gives one. */
  exportId: z.string(),
  /** The tenant of all its windows. OCP is asked with the credentials of this tenant. */
  tenantId: TenantId,
  fromDate: Timestamp,
  toDate: Timestamp,
  reconciliationIds: z.array(ReconciliationId),
  intendedAt: Timestamp,
  /** Format asked of OCP. Absent: the worker's own. */
  audioFormat: z.string().optional(),
  /** One of its windows is a sweep, so the CDRs of the range are asked for too. */
  withCdrs: z.boolean().optional(),
  /** An execution of Step Functions asks OCP for its state. */
  orchestrator: Orchestrator.optional(),
};

const Polled = {
  ...Intent,
  jobId: z.string(),
  createdAt: Timestamp,
  /** Number of the poll that is due next. A message with a lower number does nothing. */
  pollNumber: z.number().int().min(1),
  pollDueAt: Timestamp,
  /** Polls that OCP refused by 401 or 403. They do not count against the most polls. */
  refusedPolls: z.number().int().optional(),
  /** Polls whose answer could not be read. They do not count either. */
  failedPolls: z.number().int().optional(),
  /** How often the last poll was repeated because OCP throttled it or did not answer in time. */
  pollRetries: z.number().int().optional(),
  /** What OCP said at the last poll, if we do not know its word, and that word. */
  unknownStatus: z.string().optional(),
  unknownWord: z.string().optional(),
  /** Its reconciliations are closed. The job still runs and holds its slot. */
  isAbandoned: z.boolean(),
};

/** The state of one export job, each phase with its own fields. */
export const ExportJob = z.discriminatedUnion('phase', [
  /** Written before the POST. `notBefore` delays the POST: after a busy slot or a failure, or while another worker sends one. */
  keepUnknownFields(
    z.object({
      phase: z.literal('intended'),
      ...Intent,
      notBefore: Timestamp,
      failedCreates: z.number().int(),
      /** POSTs that may have been sent. After the first, OCP may have a job that we do not know. */
      posts: z.number().int(),
      /** Its range had not ended, so nothing was sent and its slot is free again. */
      isTooEarly: z.boolean().optional(),
    }),
  ),
  keepUnknownFields(z.object({ phase: z.literal('created'), ...Polled })),
  keepUnknownFields(z.object({ phase: z.literal('polling'), ...Polled })),
  /** OCP has finished. Its recordings are being sent to the downloader. */
  keepUnknownFields(
    z.object({
      phase: z.literal('exported'),
      ...Polled,
      exportedAt: Timestamp,
      /** Why the success is not one that we know; absent after a known one. */
      doubt: z.string().optional(),
      /** What OCP says of the recordings of the job as a whole, with its status. */
      ocpMetadata: keepUnknownFields(OcpMetadata).optional(),
      /** What OCP says of the job itself: the size of its result, and when it ended. */
      sizeBytes: z.number().int().optional(),
      endedAt: Timestamp.optional(),
      /** How often the listing was asked for again because OCP throttled it. */
      listingRetries: z.number().int().optional(),
      /** Absent until the listing was read for the first time. */
      verdict: ListingVerdict.optional(),
    }),
  ),
  keepUnknownFields(
    z.object({
      phase: z.literal('failed'),
      ...Intent,
      pollNumber: z.number().int(),
      status: FailureStatus,
      reason: z.string(),
      error: JobError.optional(),
      /** OCP's word for its status, if that is why it failed. */
      unknownWord: z.string().optional(),
      /** OCP refused this job or reported it as failed. False if OCP could not be reached. */
      isAboutTheJob: z.boolean(),
      failedAt: Timestamp,
    }),
  ),
  keepUnknownFields(
    z.object({
      phase: z.literal('expired'),
      ...Intent,
      pollNumber: z.number().int(),
      reason: z.string(),
      failedAt: Timestamp,
    }),
  ),
]);
export type ExportJob = z.infer<typeof ExportJob>;

/** Fields that only some phases have. A job that enters another phase loses them, and keeps all others. */
export const PHASE_FIELDS: ReadonlySet<string> = new Set(
  ExportJob.options.flatMap(({ shape }) => Object.keys(shape)).filter((field) => !(field in Intent)),
);

/** Asked for at OCP, or about to be. */
export type IntendedJob = Extract<ExportJob, { phase: 'intended' }>;
export type PolledJob = Extract<ExportJob, { phase: 'created' | 'polling' }>;
export type ExportedJob = Extract<ExportJob, { phase: 'exported' }>;
export type EndedJob = Extract<ExportJob, { phase: 'failed' | 'expired' }>;

export const isPolled = (job: ExportJob): job is PolledJob =>
  job.phase === 'created' || job.phase === 'polling';
