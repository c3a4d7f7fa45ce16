import {
  type Expiry,
  expireCall,
  findOwnGroup,
  isReviewOver,
  RETENTION_EXPIRED,
  type ReconciliationId,
  retentionMsOf,
  shifted,
  type Timestamp,
} from '@recordings/call-record';
import {
  type CallClass,
  type Candidate,
  classifyCall,
  type isInScope,
  type PendingCall,
} from '@recordings/windowing';
import { changeContextOf } from './change-context.ts';
import type { IsInRecovery } from './make-is-in-recovery.ts';
import type { MissingCallsDeps } from './missing-calls-deps.ts';

export type ConsiderDeps = Pick<MissingCallsDeps, 'calls' | 'registry' | 'shardCount' | 'policy' | 'note'>;

/** A call that can be taken. */
export type FreeCall = Candidate & {
  /** A reconciliation held it, and is dead. */
  readonly isStale: boolean;
  /** The dead reconciliation that its record still names. */
  readonly staleReconciliationId?: ReconciliationId;
};

export type ConsideredCall = { readonly kind: CallClass['kind']; readonly free?: FreeCall };

export type Round = {
  readonly now: Timestamp;
  readonly isDryRun: boolean;
  /** Whether the execution may take, change and report the call, or the item that cannot be read. */
  readonly covers: (item: Parameters<typeof isInScope>[0]) => boolean;
  readonly isInRecovery: IsInRecovery;
};

/**
 * Classifies one call of the index. Gives up a call that OCP has deleted, unless this is a dry run. A call that the
 * execution does not cover is only classified.
 */
export const considerCall = async (
  deps: ConsiderDeps,
  round: Round,
  item: PendingCall,
): Promise<ConsideredCall> => {
  const byRegistry = { ...item, recoverableUntil: deadlineOf(deps, item) };
  const { isKeptLonger, ...considered } = await considerOnce(deps, round, byRegistry);
  if (!isKeptLonger || item.recoverableUntil <= byRegistry.recoverableUntil) return considered;
  return considerOnce(deps, round, item);
};

/** @returns `isKeptLonger` if the record has a later deadline than the call. The index lacks what a person said of it. */
const considerOnce = async (
  deps: ConsiderDeps,
  round: Round,
  call: PendingCall,
): Promise<ConsideredCall & { readonly isKeptLonger?: boolean }> => {
  const { registry, policy, note } = deps;
  const { tenantId, callId, groupId, callTimestamp } = call;
  // A record that another tenant made before the group was registered cannot be exported as this group's.
  const isGroupKnown = findOwnGroup(registry, call) !== undefined;
  const verdict = classifyCall(call, isGroupKnown, round.now, policy.candidates);
  const { kind } = verdict;
  if (!round.covers(call)) return { kind };
  switch (kind) {
    case 'candidate':
      return { kind, free: { ...call, groupId: groupId!, priority: verdict.priority, isStale: false } };
    case 'maybe-stale': {
      if (await round.isInRecovery(call)) return { kind };
      const stale = { isStale: true, staleReconciliationId: call.reconciliationId };
      return { kind, free: { ...call, groupId: groupId!, priority: verdict.priority, ...stale } };
    }
    case 'retention-expired':
    case 'reopenable':
      return { kind, isKeptLonger: (await reviewDeadline(deps, round, call)) === 'not expired' };
    case 'given-up':
      if (isReviewOver(call, round.now)) await reviewDeadline(deps, round, call);
      return { kind };
    case 'future':
      note({ type: 'call_in_future', tenantId, callId, callTimestamp });
      return { kind };
    case 'group-unknown':
    case 'not-due':
      return { kind };
    default:
      return verdict satisfies never;
  }
};

/** The deadline by today's registry; the record's own follows with its next write. */
const deadlineOf = ({ registry }: Pick<ConsiderDeps, 'registry'>, call: PendingCall): Timestamp => {
  const group = findOwnGroup(registry, call);
  if (!group) return call.recoverableUntil;
  const deadline = shifted(call.callTimestamp, retentionMsOf(group));
  const { listedUntil } = call;
  return listedUntil !== undefined && listedUntil > deadline ? listedUntil : deadline;
};

/**
 * Gives up a call whose deadline has passed, reopens one that has a later deadline now, or removes one from the index
 * that was given up long ago. A recovery that is under way may still be in time, so its call is left alone. A dry run
 * changes nothing.
 */
const reviewDeadline = async (
  deps: ConsiderDeps,
  { now, isDryRun, isInRecovery }: Round,
  call: PendingCall,
): Promise<Expiry['kind'] | undefined> => {
  if (await isInRecovery(call)) return undefined;
  const { tenantId, callId, reconciliationId } = call;
  const { expiryMarginMs: marginMs, promptAttempts } = deps.policy.candidates;
  const rule = { marginMs, promptAttempts };
  const transition = expireCall(rule, changeContextOf(deps, call, now), reconciliationId);
  const key = { tenantId, callId };
  if (isDryRun) {
    const { kind } = await deps.calls.change(key, (current) => ({ result: transition(current).result }));
    return kind;
  }
  const result = await deps.calls.change(key, transition);
  if (result.kind === 'reopened') deps.note({ type: 'call_reopened', tenantId, callId });
  if (result.kind === 'given up') {
    deps.note({ type: 'call_given_up', tenantId, callId, code: result.code });
    if (result.code === RETENTION_EXPIRED) deps.note({ type: 'retention_expired', tenantId, callId });
  }
  return result.kind;
};
