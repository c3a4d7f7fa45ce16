import { groupVersionOf } from '../group-version.ts';
import { apply, by, group, minute, missing, r1, r2, stored } from '../test-call.ts';
import { shifted } from '../timestamp.ts';
import { claimCall } from './claim-call.ts';
import { expireCall } from './expire-call.ts';

const DAY_MS = 86_400_000;
const MARGIN_MS = 3 * 3_600_000;
const RULE = { marginMs: MARGIN_MS, promptAttempts: 3 };
const keptFor = (retentionDays: number) => ({ ...group, retentionDays });
const daysAfter = (days: number) => shifted(minute(0), days * DAY_MS);
const expire = (days: number, retentionDays: number, deadHolder?: typeof r1) =>
  expireCall(
    RULE,
    by(0, { now: shifted(daysAfter(days), -MARGIN_MS), group: keptFor(retentionDays) }),
    deadHolder,
  );

describe('expireCall', () => {
  it('gives up a call when the margin before its deadline begins, and names the deadline', () => {
    const { next, result } = expire(60, 60)(missing);
    expect(result).toEqual({ kind: 'given up', code: 'RETENTION_EXPIRED' });
    expect(next).toMatchObject({ outcome: { code: 'RETENTION_EXPIRED', retryable: false } });
    expect(next?.outcome?.message).toContain(daysAfter(60));
    expect(next?.reconciliationStatus).toBe('given_up');
    expect(next?.outcome?.evidence).toEqual({
      rule: 'retention',
      rulesVersion: 1,
      groupVersion: groupVersionOf(keptFor(60)),
    });
  });

  it('keeps a call before the margin, and writes no change', () => {
    const before = expireCall(RULE, by(0, { now: shifted(daysAfter(60), -MARGIN_MS - 1) }));
    expect(before(missing)).toEqual({ result: { kind: 'not expired' } });
  });

  it('keeps a call whose retention was extended, and moves its deadline', () => {
    const { next, result } = expire(60, 90)(missing);
    expect(result.kind).toBe('not expired');
    expect(next).toMatchObject({ recoverableUntil: daysAfter(90), reconciliationStatus: 'pending' });
    expect(next?.outcome).toBeUndefined();
    expect(next?.reconciliationShard).toBe(missing.reconciliationShard);
    expect(next?.history.at(-1)?.detail).toEqual({ recoverableUntil: daysAfter(90) });
    expect(expire(90, 90)(next).result.kind).toBe('given up');
  });

  it('gives up a call whose retention was shortened', () => {
    expect(expire(45, 45)(missing)).toMatchObject({
      result: { kind: 'given up' },
      next: { recoverableUntil: daysAfter(45) },
    });
  });

  it('uses the deadline of the record if the group is unknown', () => {
    const kept = apply(missing, expire(60, 90));
    const unknown = (days: number) =>
      expireCall({ ...RULE, marginMs: 0 }, by(0, { now: daysAfter(days), group: undefined }));
    expect(unknown(89)(kept).result.kind).toBe('not expired');
    expect(unknown(90)(kept).result.kind).toBe('given up');
  });

  it('gives up a held call only if its holder is the dead one', () => {
    const held = apply(missing, claimCall(r1, undefined, by()));
    expect(expire(60, 60)(held)).toEqual({ result: { kind: 'held' } });
    expect(expire(60, 60, r2)(held)).toEqual({ result: { kind: 'held' } });
    expect(expire(60, 60, r1)(held).result.kind).toBe('given up');
  });

  it.each([
    ['has no record', undefined],
    ['is stored', apply(missing, stored())],
    ['is given up, and its deadline has passed', apply(missing, expire(60, 60))],
  ])('does not change a call that %s', (_, record) => {
    expect(expire(61, 60)(record)).toEqual({ result: { kind: 'over' } });
  });

  it('reopens a call that was given up when the registry gives it a later deadline', () => {
    const over = apply(missing, expire(6, 6));
    expect(over.reconciliationStatus).toBe('given_up');
    const { next, result } = expire(10, 60)({ ...over, reconciliationAttempts: 4, reconciliationFaults: 2 });
    expect(result).toEqual({ kind: 'reopened' });
    expect(next).toMatchObject({
      reconciliationStatus: 'pending',
      reconciliationAttempts: 0,
      recoverableUntil: daysAfter(60),
      reconciliationShard: missing.reconciliationShard,
    });
    expect(next?.outcome).toBeUndefined();
  });

  it('keeps a call in the index until 14 days after its deadline', () => {
    const over = apply(missing, expire(60, 60));
    expect(over.reconciliationShard).toBe(missing.reconciliationShard);
    const at = (now: string) => expireCall(RULE, by(0, { now }))(over);
    expect(at(shifted(daysAfter(74), -1))).toEqual({ result: { kind: 'over' } });
    const closed = at(daysAfter(74));
    expect(closed.next?.reconciliationStatus).toBe('given_up');
    expect(closed.next?.reconciliationShard).toBeUndefined();
  });

  it('keeps the last answer as the reason, if OCP was asked often enough', () => {
    const evidence = { exportJobId: 'job-1', listing: 'trusted' };
    const outcome = { code: 'NOT_FOUND', message: 'not listed', retryable: true, at: minute(5), evidence };
    const answered = { ...missing, reconciliationStatus: 'failed' as const, outcome };
    const { result, next } = expire(60, 60)({ ...answered, reconciliationAttempts: 3 });
    expect(result).toEqual({ kind: 'given up', code: 'NOT_FOUND' });
    expect(next?.outcome).toMatchObject({ code: 'NOT_FOUND', retryable: false, evidence });
    expect(next?.outcome?.message).toContain(
      `not listed; OCP keeps the recording until ${daysAfter(60)} only`,
    );
    expect(expire(60, 60)({ ...answered, reconciliationAttempts: 2 }).result).toMatchObject({
      code: 'RETENTION_EXPIRED',
    });
  });
});
