import {
  type ChangeContext,
  type CallClaim,
  type CallId,
  claimCall,
  type ReconciliationId,
  type RegistryGroup,
  shifted,
} from '@recordings/call-record';
import {
  type CallOutcome,
  expiryEpochS,
  isLive,
  type Reconciliation,
  type ReconciliationRequest,
} from '@recordings/reconciliation';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { spanOf } from './call-span.ts';
import { unlessStuck } from './unless-stuck.ts';

/** Writes the reconciliation of a window, unless it stands already. @returns it as it stands. */
export const openReconciliation = (
  deps: RecoveryDeps,
  { payload }: ReconciliationRequest,
): Promise<Reconciliation> => {
  const now = deps.now();
  return deps.reconciliations.change(payload.reconciliationId, (current) => {
    if (current) return { result: current };
    const opened: Reconciliation = {
      reconciliationId: payload.reconciliationId,
      batchId: payload.batchId,
      tenantId: payload.tenantId,
      groupId: payload.groupId,
      fromDate: payload.fromDate,
      toDate: payload.toDate,
      priority: payload.priority,
      phase: 'claiming',
      reconciliationStatus: 'IN_PROGRESS',
      calls: {},
      leaseUntil: shifted(now, deps.reconciliationPolicy.leaseMs),
      createdAt: now,
      lastUpdated: now,
      expiresAtEpochS: expiryEpochS(now),
      revision: 1,
    };
    return { next: opened, result: opened };
  });
};

/** Claims the window's calls. @returns those that this reconciliation holds; stored, explained and held ones are not among them. */
export const claimCalls = async (
  deps: RecoveryDeps,
  { payload }: ReconciliationRequest,
  group: RegistryGroup,
): Promise<Record<CallId, CallOutcome>> => {
  const claimed: Record<CallId, CallOutcome> = {};
  await Promise.all(
    payload.calls.map(async ({ callId }) => {
      const about = { tenantId: payload.tenantId, callId, reconciliationId: payload.reconciliationId };
      const claim = await unlessStuck(deps, about, () =>
        claimOne(deps, payload.reconciliationId, callId, group),
      );
      if (claim === undefined) return;
      if (claim.kind === 'claimed') {
        claimed[callId] = { ...spanOf(claim, deps.now()), outcome: 'open' };
        return;
      }
      deps.note({ type: 'call_skipped', tenantId: payload.tenantId, callId, why: claim.kind });
    }),
  );
  return claimed;
};

const claimOne = async (
  deps: RecoveryDeps,
  id: ReconciliationId,
  callId: CallId,
  group: RegistryGroup,
): Promise<CallClaim> => {
  const key = { tenantId: group.tenant, callId };
  const context: ChangeContext = {
    group,
    shardCount: deps.shardCount,
    now: deps.now(),
    by: 'reconciler-worker',
  };
  const claim = await deps.calls.change(key, claimCall(id, undefined, context));
  if (claim.kind !== 'held') return claim;
  // A holder that can never be read holds nothing: it can neither close nor let go.
  const about = { ...key, holder: claim.holder };
  const holder = await unlessStuck(deps, about, () => deps.reconciliations.get(claim.holder));
  if (isLive(holder, deps.now())) return claim;
  return deps.calls.change(key, claimCall(id, claim.holder, context));
};
