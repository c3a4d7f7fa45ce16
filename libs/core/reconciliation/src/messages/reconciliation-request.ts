import { CallId, GroupId, ReconciliationId, TenantId, Timestamp } from '@recordings/call-record';
import { z } from 'zod';
import { AudioFormat } from '../audio-format.ts';
import { Priority } from '../priority.ts';

const calls = z.array(
  z.object({
    callId: CallId,
    callTimestamp: Timestamp.optional(),
    reconciliationAttempts: z.number().int().optional(),
  }),
);

const requestWith = <F extends z.ZodRawShape>(fields: F) =>
  z.object({
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
      ...fields,
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

/** A window as every version of a worker reads it. */
export const WindowRequest = requestWith({ calls: calls.min(1) });
/** The version of windows with calls. */
export const RECONCILIATION_REQUEST_VERSION = '1.0';

/**
 * A window of missing calls of one group, `[fromDate, toDate)`, or a sweep: OCP's inventory of the range is compared with
 * ours. The pooler publishes it, the reconciler handles it.
 */
export const ReconciliationRequest = requestWith({
  /** At least one, but in a sweep. */
  calls,
  isSweep: z.literal(true).optional(),
}).refine(({ payload }) => payload.isSweep === true || payload.calls.length > 0, {
  path: ['payload', 'calls'],
  error: 'must have at least one call',
});
export type ReconciliationRequest = z.infer<typeof ReconciliationRequest>;
/** The version of sweeps, and the newest one that is read. A worker that knows no sweeps postpones it. */
export const SWEEP_REQUEST_VERSION = '2.0';
