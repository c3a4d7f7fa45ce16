import type { ReconciliationId, Timestamp } from '@recordings/call-record';
import type { ReconciliationRequest } from '@recordings/reconciliation';
import { buildRequest, type Window } from '@recordings/windowing';
import type { FreeCall } from './consider-call.ts';
import type { MissingCallsDeps } from './missing-calls-deps.ts';

export type TakenWindow = Window<FreeCall>;

/** The windows of one execution. `now`: when it started. */
export type Batch = { readonly batchId: string; readonly now: Timestamp };

/** Builds the event that asks for the recovery of one window. */
export const buildWindowRequest = (
  { policy, registry, makeId }: Pick<MissingCallsDeps, 'policy' | 'registry' | 'makeId'>,
  window: TakenWindow,
  reconciliationId: ReconciliationId,
  { batchId, now }: Batch,
): ReconciliationRequest => {
  const { maxAttempts, audioFormat, includeCallDetails, ocpEndpoint } = policy;
  return buildRequest(window, {
    eventId: makeId(),
    reconciliationId,
    batchId,
    now,
    maxAttempts,
    audioFormat,
    includeCallDetails,
    ocpEndpoint,
    callbackUrl: registry.findGroup(window.groupId, window.tenantId)?.callbackUrl,
  });
};
