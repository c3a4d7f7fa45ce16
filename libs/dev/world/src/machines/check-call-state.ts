import {
  CALL_UNIDENTIFIED,
  CallRecord,
  claimCall,
  isGivenUp,
  isPending,
  queueCall,
  ReconciliationId,
  recordListed,
  shifted,
  type Timestamp,
} from '@recordings/call-record';
import { isExplained } from '../scenario/world-call.ts';
import { HOUR_MS } from '../time/timeline.ts';
import { CALL_EVENTS, expiredFrom, hour, listingOf, MARGIN_MS, stored } from './call-events.ts';
import { applyTo, type CallState, contextOf, nowOf } from './call-state.ts';

/** Every state is stored, final with its reason, or pending; and each that is not stored has a way to be. */
export const checkCallState = (state: CallState): string[] => {
  const { record } = state;
  if (!record) return [];
  const broken: string[] = [];
  const isFinal = isExplained(record);
  const states = [record.s3Stored, isFinal, isPending(record)].filter(Boolean).length;
  if (states !== 1) broken.push('it is not in exactly one of stored, final and pending');
  if (isGivenUp(record) && !isFinal) broken.push('it is given up without a reason');
  if (!CallRecord.safeParse(JSON.parse(JSON.stringify(record))).success) broken.push('it cannot be read');
  if (record.s3Stored) return broken;
  broken.push(...checkLatePush(state), ...checkProof(state));
  if (isPending(record)) broken.push(...checkRecovery(state), ...checkEnd(state));
  if (isFinal) broken.push(...checkCorrection(state));
  return broken;
};

/** A push completes a call in any state. */
const checkLatePush = (state: CallState): string[] => {
  const { record } = applyTo(state, stored('REALTIME', 'late'));
  return record?.reconciliationStatus === 'completed' ? [] : ['a push does not complete it'];
};

const FRESH = ReconciliationId.parse('window-of-the-next-run');
/** The longest wait of the daily schedule. */
const LONGEST_WAIT_MS = 16 * 24 * HOUR_MS;

/** It is due within days, and then the next run queues it, a worker claims it, and a listing and a download store it. */
const checkRecovery = (state: CallState): string[] => {
  const record = state.record!;
  const { nextReconciliationAt = nowOf(state), recoverableUntil } = record;
  const latest = [shifted(nowOf(state), LONGEST_WAIT_MS), recoverableUntil].sort().at(-1)!;
  if (nextReconciliationAt > latest) return [`it waits until ${nextReconciliationAt}`];
  const now: Timestamp = nextReconciliationAt > nowOf(state) ? nextReconciliationAt : nowOf(state);
  const context = { ...contextOf({ ...state, slip: 'none' }), now };
  const queued = queueCall(FRESH, record.reconciliationId, context)(record).next;
  const isClaimed = claimCall(FRESH, undefined, context)(queued).result.kind === 'claimed';
  if (!queued || !isClaimed) return [`the next run cannot claim it at ${now}`];
  const found = recordListed(listingOf('new', now), FRESH, context)(queued).next;
  if (found?.reconciliationStatus !== 'in_progress') return ['a listing does not begin its recovery'];
  const done = stored('RECONCILIATION', 'new')(context)(found).next;
  return done?.reconciliationStatus === 'completed' ? [] : ['a listing and a download do not complete it'];
};

/** Long after its deadline the pooler gives it up, with a reason, whatever window holds it. */
const checkEnd = (state: CallState): string[] => {
  const record = state.record!;
  const context = { ...contextOf({ ...state, slip: 'none' }), now: hour(1_000) };
  const { next } = expiredFrom(record.reconciliationId)(context)(record);
  return next && isGivenUp(next) && isExplained(next) ? [] : ['its deadline does not end it'];
};

/** New proof that OCP has the recording reopens a final call. */
const checkProof = (state: CallState): string[] => {
  const record = state.record!;
  if (!isExplained(record) || record.outcome?.code === CALL_UNIDENTIFIED) return [];
  const { next } = recordListed(listingOf('new', nowOf(state)), undefined, contextOf(state))(record);
  return next && isPending(next) && next.nextReconciliationAt === undefined
    ? []
    : ['a listing does not reopen it'];
};

/** What a slip of the registry gave up or explained is reopened by the true one. */
const checkCorrection = (state: CallState): string[] => {
  const context = contextOf({ ...state, slip: 'none' });
  const { start, end } = state.record!.facts;
  if (start?.isTest || end?.isTest) return [];
  const derived = applyTo({ ...state, slip: 'none' }, CALL_EVENTS['derived again']!).record!;
  const isInTime = shifted(derived.recoverableUntil, -MARGIN_MS) > context.now;
  return isInTime && !isPending(derived) ? ['it stays final, and its deadline has not passed'] : [];
};
