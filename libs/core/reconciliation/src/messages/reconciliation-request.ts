import { CallId, GroupId, ReconciliationId, TenantId, Timestamp } from '@recordings/call-record';
import { z } from 'zod';
import { AudioFormat } from '../audio-format.ts';
import { Priority } from '../priority.ts';

/** A window of missing calls of one group, `[fromDate, toDate)`. The pooler publishes it, the reconciler handles it. */
export const ReconciliationRequest = z.object({
  eventType: z.literal('RECONCILIATION_REQUEST'),
  eventId: z.string(),
  timestamp: Timestamp,
  source: z.string(),
  version: z.string(),
  payload: z.object({
    reconciliationId: ReconciliationId,
    batchId: z.string(),
    tenantId: TenantId,
    groupId: GroupId,
    windowIndex: z.number().int(),
    totalWindows: z.number().int(),
    fromDate: Timestamp,
    toDate: Timestamp,
    calls: z
      .array(
        z.object({
          callId: CallId,
          callTimestamp: Timestamp.optional(),
          reconciliationAttempts: z.number().int().optional(),
        }),
      )
      .min(1),
    callCount: z.number().int(),
    /** When the pooler made the window. Absent in messages from before it existed. */
    createdAt: Timestamp.optional(),
    // An unknown priority counts as normal.
    priority: Priority.catch('normal'),
    maxRetries: z.number().int(),
    metadata: z
      .object({
        /** Format asked of the export. Without a known one the worker asks for its own. */
        audioFormat: AudioFormat.optional().catch(undefined),
        /** OCP's base URL, as the pooler knows it. A worker asks its own OCP only. */
        ocpEndpoint: z.string().optional(),
        /** Where the result of the window is posted. A worker uses that of its own registry. */
        callbackUrl: z.string().optional(),
      })
      .loose(),
  }),
});
export type ReconciliationRequest = z.infer<typeof ReconciliationRequest>;
export const RECONCILIATION_REQUEST_VERSION = '1.0';
