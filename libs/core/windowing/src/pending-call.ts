import {
  CallId,
  GroupId,
  ReconciliationId,
  ReconciliationStatus,
  TenantId,
  Timestamp,
} from '@recordings/call-record';
import { z } from 'zod';

/** What the reconciliation index holds of a call: all that the pooler decides from. */
export const PendingCall = z.object({
  tenantId: TenantId,
  callId: CallId,
  groupId: GroupId.optional(),
  callTimestamp: Timestamp,
  callEndTimestamp: Timestamp.optional(),
  hasCdrEnd: z.boolean(),
  cdrEndReceivedAt: Timestamp.optional(),
  createdAt: Timestamp,
  /** An export listed it before anybody told us of it. */
  isDiscovered: z.boolean().optional(),
  reconciliationStatus: ReconciliationStatus.optional(),
  reconciliationAttempts: z.number().int(),
  lastReconciliationAt: Timestamp.optional(),
  nextReconciliationAt: Timestamp.optional(),
  reconciliationId: ReconciliationId.optional(),
  recoverableUntil: Timestamp,
});
export type PendingCall = z.infer<typeof PendingCall>;
