import {
  type CallKey,
  giveUpCall,
  type ReconciliationId,
  type Registry,
  shifted,
  type Timestamp,
  type Transition,
} from '@recordings/call-record';
import { isLive, type Reconciliation } from '@recordings/reconciliation';
import type { Logger } from '@recordings/service';
import {
  type CallClass,
  type Candidate,
  type CandidatePolicy,
  classifyCall,
  type PendingCall,
} from '@recordings/windowing';
import type { PoolerMetrics } from './pooler-metrics.ts';

export type ConsiderCallDeps = {
  readonly calls: { change<R>(key: CallKey, transition: Transition<R>): Promise<R> };
  readonly getReconciliation: (id: ReconciliationId) => Promise<Reconciliation | undefined>;
  readonly registry: Registry;
  readonly shardCount: number;
  readonly policy: CandidatePolicy;
  readonly metrics: PoolerMetrics;
  readonly log: Logger;
};

/** A candidate, and the dead reconciliation that still stands on its record, if one does. */
export type Found = Candidate & { readonly staleReconciliationId?: ReconciliationId };

/** What an execution makes of one call of the index. */
export type Considered = { readonly kind: CallClass['kind']; readonly found?: Found };

/** Makes the function that says whether a call is to be reconciled now, and gives up one that OCP has deleted. */
export const makeConsiderCall =
  (deps: ConsiderCallDeps) =>
  async (call: PendingCall, now: Timestamp, isDryRun: boolean): Promise<Considered> => {
    const { tenantId, callId, groupId, reconciliationId: holder } = call;
    // A record of another tenant, made before the group was registered, cannot be exported as this group's.
    const isGroupKnown = deps.registry.findGroup(groupId)?.tenant === tenantId;
    const verdict = classifyCall(call, isGroupKnown, now, deps.policy);
    const { kind } = verdict;
    switch (kind) {
      case 'candidate':
        return { kind, found: { ...call, groupId: groupId!, priority: verdict.priority } };
      case 'maybe-stale': {
        if (await isInHand(deps, call, now)) return { kind };
        const { priority } = verdict;
        const fields = { event: 'stale_call_found', tenantId, callId, holder };
        deps.log.warn(fields, 'a held call had lost its reconciliation');
        return { kind, found: { ...call, groupId: groupId!, priority, staleReconciliationId: holder } };
      }
      case 'retention-expired':
        // What is under way may still be in time.
        if (!isDryRun && !(await isInHand(deps, call, now))) await giveUp(deps, call, now);
        return { kind };
      case 'future': {
        const fields = { event: 'call_in_future', tenantId, callId, callTimestamp: call.callTimestamp };
        deps.log.warn(fields, 'a call starts in the future; it waits');
        return { kind };
      }
      case 'group-unknown':
      case 'not-due':
        return { kind };
      default:
        return verdict satisfies never;
    }
  };

/** Whether a live reconciliation holds the call, or its window was published so lately that it may still wait for one. */
const isInHand = async (
  { getReconciliation, policy }: ConsiderCallDeps,
  call: PendingCall,
  now: Timestamp,
): Promise<boolean> => {
  if (call.reconciliationStatus !== 'queued' && call.reconciliationStatus !== 'in_progress') return false;
  if (shifted(call.lastReconciliationAt ?? call.createdAt, policy.staleAfterMs) > now) return true;
  const holder = call.reconciliationId;
  return holder !== undefined && isLive(await getReconciliation(holder), now);
};

const giveUp = async (
  { calls, registry, shardCount, metrics, log }: ConsiderCallDeps,
  { tenantId, callId, groupId, recoverableUntil, reconciliationId }: PendingCall,
  now: Timestamp,
): Promise<void> => {
  const context = { group: registry.findGroup(groupId), shardCount, now, by: 'pooler' };
  const message = `OCP keeps the recording until ${recoverableUntil} only`;
  const result = await calls.change(
    { tenantId, callId },
    giveUpCall({ code: 'RETENTION_EXPIRED', message }, context, reconciliationId),
  );
  if (result !== 'given up') return;
  metrics.expired.inc();
  log.error({ event: 'retention_expired', tenantId, callId }, message);
};
