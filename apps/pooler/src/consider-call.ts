import {
  type CallKey,
  expireCall,
  type ReconciliationId,
  type Registry,
  type RegistryGroup,
  shifted,
  type Timestamp,
  type Transition,
} from '@recordings/call-record';
import { UnreadableItemError } from '@recordings/fault';
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

const DAY_MS = 86_400_000;

export type ConsiderCallDeps = {
  readonly calls: { change<R>(key: CallKey, transition: Transition<R>): Promise<R> };
  readonly getReconciliation: (id: ReconciliationId) => Promise<Reconciliation | undefined>;
  readonly registry: Registry;
  readonly shardCount: number;
  readonly policy: CandidatePolicy;
  readonly metrics: PoolerMetrics;
  readonly log: Logger;
};

/** A call that could be taken; if it is held, only once its reconciliation is found dead. */
export type Option = Candidate & { readonly isHeld: boolean };

/** A candidate, and the dead reconciliation that still stands on its record, if one does. */
export type Found = Candidate & { readonly staleReconciliationId?: ReconciliationId };

/** What an execution makes of one call of the index. */
export type Considered = { readonly kind: CallClass['kind']; readonly option?: Option };

export type ConsiderCall = {
  /** Says whether a call may be reconciled now, by the index alone; gives up one that OCP has deleted. */
  consider(call: PendingCall): Promise<Considered>;
  /** @returns undefined if a live reconciliation holds the call after all. */
  confirm(option: Option): Promise<Found | undefined>;
};

/** For one execution: each holder of calls is read once. */
export const makeConsiderCall = (deps: ConsiderCallDeps, now: Timestamp, isDryRun: boolean): ConsiderCall => {
  const { registry, policy, log } = deps;
  const isInHand = makeIsInHand(deps, now);
  return {
    consider: async (item) => {
      const { tenantId, callId, groupId, callTimestamp } = item;
      const group = registry.findGroup(groupId);
      const call = { ...item, recoverableUntil: deadlineOf(item, group) };
      // A record of another tenant, made before the group was registered, cannot be exported as this group's.
      const isGroupKnown = group?.tenant === tenantId;
      const verdict = classifyCall(call, isGroupKnown, now, policy);
      const { kind } = verdict;
      switch (kind) {
        case 'candidate':
        case 'maybe-stale': {
          const { priority } = verdict;
          return { kind, option: { ...call, groupId: groupId!, priority, isHeld: kind === 'maybe-stale' } };
        }
        case 'retention-expired':
          // What is under way may still be in time.
          if (!isDryRun && !(await isInHand(call))) await expire(deps, call, now);
          return { kind };
        case 'future': {
          const fields = { event: 'call_in_future', tenantId, callId, callTimestamp };
          log.warn(fields, 'a call starts in the future; it waits');
          return { kind };
        }
        case 'group-unknown':
        case 'not-due':
          return { kind };
        default:
          return verdict satisfies never;
      }
    },
    confirm: async ({ isHeld, ...call }) => {
      if (!isHeld) return call;
      if (await isInHand(call)) return undefined;
      const { tenantId, callId, reconciliationId: holder } = call;
      const fields = { event: 'stale_call_found', tenantId, callId, holder };
      log.warn(fields, 'a held call had lost its reconciliation');
      return { ...call, staleReconciliationId: holder };
    },
  };
};

/**
 * Makes the function that says whether a live reconciliation holds a call, or its window was published so lately that
 * it may still wait for one.
 */
const makeIsInHand = ({ getReconciliation, policy, log }: ConsiderCallDeps, now: Timestamp) => {
  const holders = new Map<ReconciliationId, Promise<boolean>>();
  const isAlive = async (id: ReconciliationId): Promise<boolean> => {
    try {
      return isLive(await getReconciliation(id), now);
    } catch (error) {
      if (!(error instanceof UnreadableItemError)) throw error;
      // No worker can read it either, so nobody would ever let go of its calls.
      const fields = { event: 'reconciliation_unreadable', reconciliationId: id, reason: error.message };
      log.error(fields, 'a reconciliation cannot be read; its calls are taken from it');
      return false;
    }
  };
  return async (call: PendingCall): Promise<boolean> => {
    if (call.reconciliationStatus !== 'queued' && call.reconciliationStatus !== 'in_progress') return false;
    if (shifted(call.lastReconciliationAt ?? call.createdAt, policy.staleAfterMs) > now) return true;
    const holder = call.reconciliationId;
    if (holder === undefined) return false;
    const known = holders.get(holder) ?? isAlive(holder);
    holders.set(holder, known);
    return known;
  };
};

/** By the registry as it is now; the record's own deadline follows with its next write. */
const deadlineOf = (call: PendingCall, group: RegistryGroup | undefined): Timestamp =>
  group ? shifted(call.callTimestamp, group.retentionDays * DAY_MS) : call.recoverableUntil;

const expire = async (
  { calls, registry, shardCount, policy, metrics, log }: ConsiderCallDeps,
  { tenantId, callId, groupId, reconciliationId }: PendingCall,
  now: Timestamp,
): Promise<void> => {
  const context = { group: registry.findGroup(groupId), shardCount, now, by: 'pooler' };
  const result = await calls.change(
    { tenantId, callId },
    expireCall(policy.expiryMarginMs, context, reconciliationId),
  );
  if (result !== 'given up') return;
  metrics.expired.inc();
  log.error(
    { event: 'retention_expired', tenantId, callId },
    'OCP deletes the recording: the call is given up',
  );
};
