import { CallId, GroupId, TenantId, type Timestamp, timestampOf } from '@recordings/call-record';
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
describe('classifyCall, of a call that was asked for before', () => {
  it.each([
    ['normal', 2, 1],
    ['high', 3, 1],
    ['high', 3, 8],
    ['low', 5, 1],
  ])(
    'gives priority %s after %d of 5 prompt attempts to a call that is %d days old',
    (expected, tried, days) => {
      const over = { callTimestamp: ago(days * DAY_MS), reconciliationAttempts: tried };
      expect(classify(over, { promptAttempts: 5 })).toMatchObject({ priority: expected });
    },
  );

  it.each([
    ['given-up', 'its deadline has passed', 0],
    ['reopenable', 'it has a later deadline now', -DAY_MS],
  ])('says %s of a call that was given up if %s', (expected, _, ms) => {
    expect(kindOf({ reconciliationStatus: 'given_up', recoverableUntil: ago(ms) })).toBe(expected);
  });
});
