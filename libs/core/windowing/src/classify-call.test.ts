import {
  CallId,
  GroupId,
  ReconciliationId,
  TenantId,
  timestampOf,
  type Timestamp,
} from '@recordings/call-record';
import type { CandidatePolicy } from './candidate-policy.ts';
import { type CallClass, classifyCall } from './classify-call.ts';
import type { PendingCall } from './pending-call.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const now = timestampOf(Date.UTC(2026, 0, 15, 12));
/** `ms` milliseconds before now; negative: after. */
const ago = (ms: number): Timestamp => timestampOf(Date.parse(now) - ms);

const policy: CandidatePolicy = {
  bufferMs: 5 * MINUTE_MS,
  lookbackMs: 7 * DAY_MS,
  missingEndAfterMs: 4 * 60 * MINUTE_MS,
  staleAfterMs: 30 * MINUTE_MS,
  includeFailed: true,
  urgentMarginMs: 3 * DAY_MS,
  expiryMarginMs: 60 * MINUTE_MS,
};

/** Ended and heard of an hour ago, never tried. */
const call = (over: Partial<PendingCall> = {}): PendingCall => ({
  tenantId: TenantId.parse('acme'),
  callId: CallId.parse('c-1'),
  groupId: GroupId.parse('Acme_EN'),
  callTimestamp: ago(62 * MINUTE_MS),
  callEndTimestamp: ago(60 * MINUTE_MS),
  hasCdrEnd: true,
  cdrEndReceivedAt: ago(60 * MINUTE_MS),
  createdAt: ago(61 * MINUTE_MS),
  reconciliationStatus: 'pending',
  reconciliationAttempts: 0,
  recoverableUntil: ago(-59 * DAY_MS),
  ...over,
});
const classify = (over: Partial<PendingCall>, change: Partial<CandidatePolicy> = {}): CallClass =>
  classifyCall(call(over), true, now, { ...policy, ...change });
const kindOf = (over: Partial<PendingCall>, change: Partial<CandidatePolicy> = {}): string =>
  classify(over, change).kind;
const priorityOf = (over: Partial<PendingCall>): string => {
  const verdict = classify(over);
  return 'priority' in verdict ? verdict.priority : verdict.kind;
};

const longSilent = (ms: number): Partial<PendingCall> => ({
  hasCdrEnd: false,
  callEndTimestamp: undefined,
  cdrEndReceivedAt: undefined,
  callTimestamp: ago(ms),
  createdAt: ago(ms),
});
const endedAndTold = (ms: number): Partial<PendingCall> => ({
  callEndTimestamp: ago(ms),
  cdrEndReceivedAt: ago(ms),
});
/** Listed by an export `ms` milliseconds ago, and nobody told us of it. */
const discovered = (ms: number, startedMsAgo = 30 * DAY_MS): Partial<PendingCall> => ({
  ...longSilent(startedMsAgo),
  createdAt: ago(ms),
  isDiscovered: true,
});
const held = (ms: number, over: Partial<PendingCall> = {}): Partial<PendingCall> => ({
  reconciliationStatus: 'in_progress',
  reconciliationId: ReconciliationId.parse('r-1'),
  lastReconciliationAt: ago(ms),
  ...over,
});

describe('classifyCall', () => {
  it('makes a candidate of a call whose recording is missing', () => {
    expect(classify({})).toEqual({ kind: 'candidate', priority: 'normal' });
  });

  it.each<[string, string, Partial<PendingCall>]>([
    ['not-due', 'ended within the buffer', endedAndTold(5 * MINUTE_MS - 1)],
    ['candidate', 'ended at its edge', endedAndTold(5 * MINUTE_MS)],
    [
      'candidate',
      'ends a year from now, as we were told an hour ago',
      { callEndTimestamp: ago(-365 * DAY_MS) },
    ],
    [
      'not-due',
      'ends a year from now, as we were told just now',
      { callEndTimestamp: ago(-365 * DAY_MS), cdrEndReceivedAt: ago(0) },
    ],
    ['not-due', 'ended long ago, and we heard of it just now', { cdrEndReceivedAt: ago(5 * MINUTE_MS - 1) }],
    [
      'not-due',
      'started long ago and ended just now',
      { callEndTimestamp: ago(0), cdrEndReceivedAt: ago(0) },
    ],
    ['candidate', 'has an end whose arrival nobody noted', { cdrEndReceivedAt: undefined }],
    ['candidate', 'has an end without an instant', { callEndTimestamp: undefined }],
    ['not-due', 'never ended and is not old enough', longSilent(policy.missingEndAfterMs - 1)],
    ['candidate', 'never ended and is old enough', longSilent(policy.missingEndAfterMs)],
    [
      'not-due',
      'never ended, is old, and is new to us',
      { ...longSilent(9 * DAY_MS), createdAt: ago(MINUTE_MS) },
    ],
    [
      'not-due',
      'never ended, is long known, and its start was corrected',
      { ...longSilent(9 * DAY_MS), callTimestamp: ago(MINUTE_MS) },
    ],
    ['not-due', 'was discovered within the buffer', discovered(5 * MINUTE_MS - 1)],
    ['candidate', 'was discovered at its edge, though its end never came', discovered(5 * MINUTE_MS)],
    [
      'candidate',
      'was discovered, and the listing did not say when it started',
      discovered(5 * MINUTE_MS, 5 * MINUTE_MS),
    ],
    ['not-due', 'is held, and was discovered', { ...discovered(60 * MINUTE_MS), ...held(0) }],
    [
      'candidate',
      'never ended, is new to us, and is deleted at OCP within the margin',
      { ...longSilent(57 * DAY_MS), createdAt: ago(MINUTE_MS), recoverableUntil: ago(-3 * DAY_MS) },
    ],
    [
      'not-due',
      'never ended, is new to us, and is deleted a millisecond later than that',
      { ...longSilent(57 * DAY_MS), createdAt: ago(MINUTE_MS), recoverableUntil: ago(-3 * DAY_MS - 1) },
    ],
    [
      'not-due',
      'has just started, and is of a group whose recordings OCP keeps for a day',
      { ...longSilent(MINUTE_MS), recoverableUntil: ago(MINUTE_MS - DAY_MS) },
    ],
    ['future', 'starts a millisecond from now', { callTimestamp: ago(-1) }],
    ['candidate', 'is due this instant', { nextReconciliationAt: now }],
    ['not-due', 'is due a millisecond from now', { nextReconciliationAt: ago(-1) }],
    ['candidate', 'failed before', { reconciliationStatus: 'failed', reconciliationAttempts: 1 }],
    ['candidate', 'has no status yet', { reconciliationStatus: undefined }],
  ])('says %s of a call that %s', (expected, _, over) => {
    expect(kindOf(over)).toBe(expected);
  });

  it('asks for a call whose end never came while OCP still has it, however long that wait is', () => {
    const day = { missingEndAfterMs: DAY_MS };
    const kept = (ms: number): Partial<PendingCall> => ({
      ...longSilent(ms),
      recoverableUntil: ago(ms - DAY_MS),
    });
    expect(kindOf(kept(DAY_MS / 2 - 1), day)).toBe('not-due');
    expect(kindOf(kept(DAY_MS / 2), day)).toBe('candidate');
  });

  it('leaves failed calls out if it is told to', () => {
    expect(kindOf({ reconciliationStatus: 'failed' }, { includeFailed: false })).toBe('not-due');
    expect(kindOf({ reconciliationStatus: 'pending' }, { includeFailed: false })).toBe('candidate');
  });

  it.each<[string, string, Partial<PendingCall>]>([
    ['normal', 'within the look-back', { callTimestamp: ago(7 * DAY_MS) }],
    ['low', 'beyond the look-back: still asked for', { callTimestamp: ago(7 * DAY_MS + 1) }],
    ['normal', 'tried twice', { reconciliationAttempts: 2 }],
    ['high', 'tried more than twice', { reconciliationAttempts: 3 }],
    ['high', 'deleted at OCP within the margin', { recoverableUntil: ago(-3 * DAY_MS) }],
    ['normal', 'deleted a millisecond later than that', { recoverableUntil: ago(-3 * DAY_MS - 1) }],
    [
      'high',
      'beyond the look-back and about to be deleted',
      { callTimestamp: ago(58 * DAY_MS), recoverableUntil: ago(-2 * DAY_MS) },
    ],
    [
      'high',
      'beyond the look-back and tried often',
      { callTimestamp: ago(8 * DAY_MS), reconciliationAttempts: 5 },
    ],
  ])('gives priority %s to a call that is %s', (expected, _, over) => {
    expect(priorityOf(over)).toBe(expected);
  });

  it.each<[string, string, Partial<PendingCall>]>([
    [
      'an hour is left, too little for an export',
      'retention-expired',
      { recoverableUntil: ago(-60 * MINUTE_MS) },
    ],
    ['a millisecond more is left', 'candidate', { recoverableUntil: ago(-60 * MINUTE_MS - 1) }],
    ['it is gone, whoever holds the call', 'retention-expired', held(0, { recoverableUntil: ago(0) })],
    [
      'it is gone, before the call was due',
      'retention-expired',
      { recoverableUntil: ago(0), nextReconciliationAt: ago(-1) },
    ],
    [
      'it is gone, and its end never came',
      'retention-expired',
      { ...longSilent(0), recoverableUntil: ago(0) },
    ],
  ])('if %s: %s', (_, expected, over) => {
    expect(kindOf(over)).toBe(expected);
  });

  it('gives up calls of unknown groups too, once OCP has deleted them, and else waits for the registry', () => {
    const of = (over: Partial<PendingCall>): string => classifyCall(call(over), false, now, policy).kind;
    expect(of({})).toBe('group-unknown');
    expect(of({ groupId: undefined })).toBe('group-unknown');
    expect(of(held(0))).toBe('group-unknown');
    expect(of({ recoverableUntil: ago(0) })).toBe('retention-expired');
    expect(of({ callTimestamp: ago(-1) })).toBe('future');
  });

  it.each<[string, string, Partial<PendingCall>]>([
    ['held a moment ago', 'not-due', held(0)],
    ['queued a moment ago', 'not-due', held(0, { reconciliationStatus: 'queued' })],
    ['held and silent almost too long', 'not-due', held(30 * MINUTE_MS - 1)],
    ['held and silent too long', 'maybe-stale', held(30 * MINUTE_MS)],
    ['queued and silent too long', 'maybe-stale', held(30 * MINUTE_MS, { reconciliationStatus: 'queued' })],
    ['held since nobody knows when, known long', 'maybe-stale', held(0, { lastReconciliationAt: undefined })],
  ])('says of a call %s: %s', (_, expected, over) => {
    expect(kindOf(over)).toBe(expected);
  });

  it('keeps the priority of a stale call', () => {
    expect(classify(held(DAY_MS, { reconciliationAttempts: 3 }))).toEqual({
      kind: 'maybe-stale',
      priority: 'high',
    });
  });
});
