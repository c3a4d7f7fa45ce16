import {
  CallId,
  GroupId,
  ReconciliationId,
  TenantId,
  type Timestamp,
  timestampOf,
} from '@recordings/call-record';
import type { CandidatePolicy } from './candidate-policy.ts';
import { type CallClass, classifyCall } from './classify-call.ts';
import type { PendingCall } from './pending-call.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const now = timestampOf(Date.UTC(2026, 0, 15, 12));
/** `ms` milliseconds before now; after now if negative. */
const ago = (ms: number): Timestamp => timestampOf(Date.parse(now) - ms);

const policy: CandidatePolicy = {
  bufferMs: 5 * MINUTE_MS,
  lookbackMs: 7 * DAY_MS,
  missingEndAfterMs: 4 * 60 * MINUTE_MS,
  staleAfterMs: 30 * MINUTE_MS,
  includeFailed: true,
  urgentMarginMs: 3 * DAY_MS,
  expiryMarginMs: 60 * MINUTE_MS,
  promptAttempts: 3,
};

/** It ended an hour ago, its end event came then, and it was never tried. */
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

const withoutEnd = (ms: number): Partial<PendingCall> => ({
  hasCdrEnd: false,
  callEndTimestamp: undefined,
  cdrEndReceivedAt: undefined,
  callTimestamp: ago(ms),
  createdAt: ago(ms),
});
const endedAndReported = (ms: number): Partial<PendingCall> => ({
  callEndTimestamp: ago(ms),
  cdrEndReceivedAt: ago(ms),
});
/** An export listed it `ms` milliseconds ago, and no event has reported it. */
const discovered = (ms: number, startedMsAgo = 30 * DAY_MS): Partial<PendingCall> => ({
  ...withoutEnd(startedMsAgo),
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
    ['not-due', 'ended within the buffer', endedAndReported(5 * MINUTE_MS - 1)],
    ['candidate', 'ended exactly the buffer ago', endedAndReported(5 * MINUTE_MS)],
    [
      'candidate',
      'ends a year from now, by an event of an hour ago',
      { callEndTimestamp: ago(-365 * DAY_MS) },
    ],
    [
      'not-due',
      'ends a year from now, by an event of now',
      { callEndTimestamp: ago(-365 * DAY_MS), cdrEndReceivedAt: ago(0) },
    ],
    [
      'not-due',
      'ended long ago, by an event that came within the buffer',
      { cdrEndReceivedAt: ago(5 * MINUTE_MS - 1) },
    ],
    [
      'not-due',
      'started long ago and ended just now',
      { callEndTimestamp: ago(0), cdrEndReceivedAt: ago(0) },
    ],
    ['candidate', 'has an end event whose time of arrival is missing', { cdrEndReceivedAt: undefined }],
    ['candidate', 'has an end event without an end time', { callEndTimestamp: undefined }],
    [
      'not-due',
      'ended within the buffer, by an end event whose time of arrival is missing',
      { cdrEndReceivedAt: undefined, callEndTimestamp: ago(5 * MINUTE_MS - 1) },
    ],
    [
      'not-due',
      'started within the buffer and has an end event without any time',
      {
        cdrEndReceivedAt: undefined,
        callEndTimestamp: undefined,
        callTimestamp: ago(5 * MINUTE_MS - 1),
      },
    ],
    [
      'candidate',
      'started the buffer ago and has an end event without any time',
      { cdrEndReceivedAt: undefined, callEndTimestamp: undefined, callTimestamp: ago(5 * MINUTE_MS) },
    ],
    ['not-due', 'has no end event and is a millisecond too young', withoutEnd(policy.missingEndAfterMs - 1)],
    ['candidate', 'has no end event and is old enough', withoutEnd(policy.missingEndAfterMs)],
    [
      'not-due',
      'has no end event, is old, and has been known for a minute',
      { ...withoutEnd(9 * DAY_MS), createdAt: ago(MINUTE_MS) },
    ],
    [
      'not-due',
      'has no end event, is long known, and whose start was corrected',
      { ...withoutEnd(9 * DAY_MS), callTimestamp: ago(MINUTE_MS) },
    ],
    ['not-due', 'was discovered within the buffer', discovered(5 * MINUTE_MS - 1)],
    ['candidate', 'was discovered exactly the buffer ago and has no end event', discovered(5 * MINUTE_MS)],
    [
      'candidate',
      'was discovered, and the listing did not say when it started',
      discovered(5 * MINUTE_MS, 5 * MINUTE_MS),
    ],
    ['not-due', 'is held, and was discovered', { ...discovered(60 * MINUTE_MS), ...held(0) }],
    [
      'candidate',
      'has no end event, has been known for a minute, and is deleted by OCP within the margin',
      { ...withoutEnd(57 * DAY_MS), createdAt: ago(MINUTE_MS), recoverableUntil: ago(-3 * DAY_MS) },
    ],
    [
      'not-due',
      'has no end event, has been known for a minute, and is deleted a millisecond after the margin',
      { ...withoutEnd(57 * DAY_MS), createdAt: ago(MINUTE_MS), recoverableUntil: ago(-3 * DAY_MS - 1) },
    ],
    [
      'not-due',
      'has just started, in a group whose recordings OCP keeps for a day',
      { ...withoutEnd(MINUTE_MS), recoverableUntil: ago(MINUTE_MS - DAY_MS) },
    ],
    ['future', 'starts a millisecond from now', { callTimestamp: ago(-1) }],
    ['candidate', 'is due this instant', { nextReconciliationAt: now }],
    ['not-due', 'is due a millisecond from now', { nextReconciliationAt: ago(-1) }],
    ['candidate', 'failed before', { reconciliationStatus: 'failed', reconciliationAttempts: 1 }],
    ['candidate', 'has no status yet', { reconciliationStatus: undefined }],
  ])('says %s of a call that %s', (expected, _, over) => {
    expect(kindOf(over)).toBe(expected);
  });

  it('takes a call without an end event at half of its retention, however long the wait of the policy is', () => {
    const day = { missingEndAfterMs: DAY_MS };
    const kept = (ms: number): Partial<PendingCall> => ({
      ...withoutEnd(ms),
      recoverableUntil: ago(ms - DAY_MS),
    });
    expect(kindOf(kept(DAY_MS / 2 - 1), day)).toBe('not-due');
    expect(kindOf(kept(DAY_MS / 2), day)).toBe('candidate');
  });

  it('leaves failed calls out if the policy says so', () => {
    expect(kindOf({ reconciliationStatus: 'failed' }, { includeFailed: false })).toBe('not-due');
    expect(kindOf({ reconciliationStatus: 'pending' }, { includeFailed: false })).toBe('candidate');
  });

  it.each<[string, string, Partial<PendingCall>]>([
    ['normal', 'within the look-back', { callTimestamp: ago(7 * DAY_MS) }],
    ['low', 'beyond the look-back', { callTimestamp: ago(7 * DAY_MS + 1) }],
    ['normal', 'tried twice', { reconciliationAttempts: 2 }],
    ['low', 'asked for by the daily schedule', { reconciliationAttempts: 3 }],
    [
      'high',
      'asked for by the daily schedule and deleted within the margin',
      { reconciliationAttempts: 8, recoverableUntil: ago(-3 * DAY_MS) },
    ],
    ['high', 'deleted by OCP within the margin', { recoverableUntil: ago(-3 * DAY_MS) }],
    ['normal', 'deleted a millisecond after the margin', { recoverableUntil: ago(-3 * DAY_MS - 1) }],
    [
      'high',
      'beyond the look-back and deleted within the margin',
      { callTimestamp: ago(58 * DAY_MS), recoverableUntil: ago(-2 * DAY_MS) },
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
    ['it is deleted and the call is held', 'retention-expired', held(0, { recoverableUntil: ago(0) })],
    [
      'it is deleted and the call is not due yet',
      'retention-expired',
      { recoverableUntil: ago(0), nextReconciliationAt: ago(-1) },
    ],
    [
      'it is deleted and the call has no end event',
      'retention-expired',
      { ...withoutEnd(0), recoverableUntil: ago(0) },
    ],
  ])('if %s: %s', (_, expected, over) => {
    expect(kindOf(over)).toBe(expected);
  });

  it('gives up calls of unknown groups that OCP has deleted, and waits for the registry with the others', () => {
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
    ['held and unchanged a millisecond less than the stale time', 'not-due', held(30 * MINUTE_MS - 1)],
    ['held and unchanged for the stale time', 'maybe-stale', held(30 * MINUTE_MS)],
    [
      'queued and unchanged for the stale time',
      'maybe-stale',
      held(30 * MINUTE_MS, { reconciliationStatus: 'queued' }),
    ],
    [
      'held, with no time of its last change, and long known',
      'maybe-stale',
      held(0, { lastReconciliationAt: undefined }),
    ],
  ])('says of a call %s: %s', (_, expected, over) => {
    expect(kindOf(over)).toBe(expected);
  });

  it('keeps the priority of a stale call', () => {
    expect(classify(held(DAY_MS, { reconciliationAttempts: 3 }))).toEqual({
      kind: 'maybe-stale',
      priority: 'low',
    });
  });
});
