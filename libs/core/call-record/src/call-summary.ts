import { z } from 'zod';
import { CallRecord } from './call-record.ts';
import { isGivenUp } from './held.ts';
import { NO_AUDIO_EXPECTED } from './outcome-codes.ts';

const fields = CallRecord.pick({
  tenantId: true,
  callId: true,
  groupId: true,
  lineOfBusiness: true,
  callTimestamp: true,
  durationMs: true,
  callStatus: true,
  hasCdrEnd: true,
  callEndTimestamp: true,
  cdrEndReceivedAt: true,
  createdAt: true,
  s3Stored: true,
  s3StoredAt: true,
  ingestionSource: true,
  reconciliationStatus: true,
  reconciliationAttempts: true,
  lastReconciliationAt: true,
  nextReconciliationAt: true,
  reconciliationId: true,
  recoverableUntil: true,
  outcome: true,
  lastQuarantined: true,
});

/** What `TenantCallsIndex` has of a call: enough for every list, so that a list reads no record. */
export const CallSummary = z.object(fields.shape);
export type CallSummary = z.infer<typeof CallSummary>;

/** `missing`: it is still to be recovered. `explained`: OCP has no recording of it. */
export const CallList = z.enum(['missing', 'given-up', 'quarantined', 'stored', 'explained']);
export type CallList = z.infer<typeof CallList>;

/**
 * The lists that the call is in: one of `stored`, `explained`, `given-up` and `missing`, and `quarantined` too if bytes
 * of a call that is not stored were rejected. Bytes that name no call are only in `quarantined`.
 */
export const listsOf = (call: CallSummary): CallList[] => {
  if (call.s3Stored) return ['stored'];
  const quarantined: CallList[] = call.lastQuarantined ? ['quarantined'] : [];
  if (isGivenUp(call)) return ['given-up', ...quarantined];
  if (call.reconciliationStatus !== undefined) return ['missing', ...quarantined];
  return call.outcome?.code === NO_AUDIO_EXPECTED ? ['explained'] : quarantined;
};
