import {
  CallId,
  GroupId,
  keepUnknownFields,
  ReconciliationId,
  TenantId,
  Timestamp,
} from '@recordings/call-record';
import { z } from 'zod';
import { ListedBytes } from '../reconciliation/call-outcome.ts';

/** A recording that waits in a task. `tries`: how often it was put off for another one. */
const OtherRecording = ListedBytes.and(z.object({ tries: z.number().int().optional() }));

/**
 * One recording to download from a finished export job. It has ids and no URLs, because URLs expire. The downloader
 * sends a task again, so it keeps unknown fields.
 */
export const DownloadTask = keepUnknownFields(
  z.object({
    version: z.string(),
    reconciliationId: ReconciliationId,
    tenantId: TenantId,
    groupId: GroupId,
    callId: CallId,
    exportJobId: z.string(),
    recordingId: z.string(),
    /** How often the task was postponed. A postponed task uses no receive. */
    tries: z.number().int().default(0),
    /** What the listing of the job says about the recording. `sha256` is lower-case hex. */
    declared: keepUnknownFields(
      z.object({
        sizeBytes: z.number().int().optional(),
        sha256: z.string().optional(),
        conversationId: z.string().optional(),
      }),
    ),
    /** Other recordings of the call in the same listing, to be fetched after it. */
    others: z.array(OtherRecording).readonly().optional(),
    /** It has further recordings of a call whose first task settles it. It settles nothing. */
    isExtra: z.boolean().optional(),
    /** Of a task that was put off and that no window ends: OCP has deleted the job by then. */
    endsAt: Timestamp.optional(),
    /** Not tried before: SQS delays a message by 15 minutes at most. */
    notBefore: Timestamp.optional(),
    /** An earlier recording of the task is stored already. */
    isStored: z.boolean().optional(),
  }),
);
export type DownloadTask = z.infer<typeof DownloadTask>;
export const DOWNLOAD_TASK_VERSION = '1.0';
