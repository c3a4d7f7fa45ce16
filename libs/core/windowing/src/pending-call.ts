import {
  CallId,
  GroupId,
  ReconciliationId,
  ReconciliationStatus,
  TenantId,
  Timestamp,
} from '@recordings/call-record';
import { z } from 'zod';

/** A call as the reconciliation index has it. The pooler decides from these fields alone. */
export const PendingCall = z.object({
  tenantId: TenantId,
  callId: CallId,
  groupId: GroupId.optional(),
  callTimestamp: Timestamp,
  callEndTimestamp: Timestamp.optional(),
  hasCdrEnd: z.boolean(),
  cdrEndReceivedAt: Timestamp.optional(),
  createdAt: Timestamp,
  /** When bytes of its recording first arrived, good or bad. */
  audioReceivedAt: Timestamp.optional(),
  /** An export listed its recording before any event reported the call. */
  isDiscovered: z.boolean().optional(),
  reconciliationStatus: ReconciliationStatus.optional(),
  reconciliationAttempts: z.number().int(),
  lastReconciliationAt: Timestamp.optional(),
  nextReconciliationAt: Timestamp.optional(),
  reconciliationId: ReconciliationId.optional(),
  recoverableUntil: Timestamp,
  listedUntil: Timestamp.optional(),
});
export type PendingCall = z.infer<typeof PendingCall>;
