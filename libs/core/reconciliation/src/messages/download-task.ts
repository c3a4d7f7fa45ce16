import { CallId, GroupId, ReconciliationId, TenantId } from '@recordings/call-record';
import { z } from 'zod';

/** One recording to fetch from a finished export job. Ids, not URLs: those expire. */
export const DownloadTask = z.object({
  version: z.string(),
  reconciliationId: ReconciliationId,
  tenantId: TenantId,
  groupId: GroupId,
  callId: CallId,
  exportJobId: z.string(),
  recordingId: z.string(),
  /** How often it was put off: an outage uses up no receive. */
  tries: z.number().int().default(0),
  /** What the job's listing says of the recording, where it does. `sha256` is lower-case hex. */
  declared: z.object({
    sizeBytes: z.number().int().optional(),
    sha256: z.string().optional(),
    conversationId: z.string().optional(),
  }),
});
export type DownloadTask = z.infer<typeof DownloadTask>;
export const DOWNLOAD_TASK_VERSION = '1.0';
