import { GroupId, keepUnknownFields, ReconciliationId, TenantId, Timestamp } from '@recordings/call-record';
import { z } from 'zod';
import { Priority } from '../priority.ts';

/** A window that waits for an export: the instants that a job must cover to list its calls. */
export const WaitingWindow = keepUnknownFields(
  z.object({
    reconciliationId: ReconciliationId,
    tenantId: TenantId,
    groupId: GroupId,
    priority: Priority,
    /** Earliest possible start of its first call. */
    firstStart: Timestamp,
    /** Latest possible start of its last call. */
    lastStart: Timestamp,
    /** Latest known end of its calls. */
    lastEnd: Timestamp,
    waitingSince: Timestamp,
    /** Format asked of its export. Absent: the worker's own. */
    audioFormat: z.string().optional(),
    /** Its job lists the CDRs of the range too. */
    isSweep: z.boolean().optional(),
    /** Absent in items from before it existed. */
    schemaVersion: z.number().int().optional(),
  }),
);
export type WaitingWindow = z.infer<typeof WaitingWindow>;
