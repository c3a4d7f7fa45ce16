import { apply, by, group, minute, missing, r1, r2, stored } from '../test-call.ts';
import { shifted } from '../timestamp.ts';
import { claimCall } from './claim-call.ts';
import { expireCall } from './expire-call.ts';

const DAY_MS = 86_400_000;
const MARGIN_MS = 3 * 3_600_000;
const keptFor = (retentionDays: number) => ({ ...group, retentionDays });
const daysAfter = (days: number) => shifted(minute(0), days * DAY_MS);
const expire = (days: number, retentionDays: number, deadHolder?: typeof r1) =>
  expireCall(
    MARGIN_MS,
    by(0, { now: shifted(daysAfter(days), -MARGIN_MS), group: keptFor(retentionDays) }),
    deadHolder,
  );

describe('expireCall', () => {
  it('gives up a call when the margin before its deadline begins, and names the deadline', () => {
    const { next, result } = expire(60, 60)(missing);
    expect(result).toBe('given up');
    expect(next).toMatchObject({ outcome: { code: 'RETENTION_EXPIRED', retryable: false } });
    expect(next?.outcome?.message).toContain(daysAfter(60));
    expect(next?.reconciliationShard).toBeUndefined();
  });

  it('keeps a call before the margin, and writes no change', () => {
    const before = expireCall(MARGIN_MS, by(0, { now: shifted(daysAfter(60), -MARGIN_MS - 1) }));
    expect(before(missing)).toEqual({ result: 'not expired' });
  });

  it('keeps a call whose retention was extended, and moves its deadline', () => {
    const { next, result } = expire(60, 90)(missing);
    expect(result).toBe('not expired');
    expect(next).toMatchObject({ recoverableUntil: daysAfter(90), reconciliationStatus: 'pending' });
    expect(next?.outcome).toBeUndefined();
    expect(next?.reconciliationShard).toBe(missing.reconciliationShard);
    expect(next?.history.at(-1)?.detail).toEqual({ recoverableUntil: daysAfter(90) });
    expect(expire(90, 90)(next).result).toBe('given up');
  });

  it('gives up a call whose retention was shortened', () => {
    expect(expire(45, 45)(missing)).toMatchObject({
      result: 'given up',
      next: { recoverableUntil: daysAfter(45) },
    });
  });

  it('uses the deadline of the record if the group is unknown', () => {
    const kept = apply(missing, expire(60, 90));
    const unknown = (days: number) => expireCall(0, by(0, { now: daysAfter(days), group: undefined }));
    expect(unknown(89)(kept).result).toBe('not expired');
    expect(unknown(90)(kept).result).toBe('given up');
  });

  it('gives up a held call only if its holder is the dead one', () => {
    const held = apply(missing, claimCall(r1, undefined, by()));
    expect(expire(60, 60)(held)).toEqual({ result: 'held' });
    expect(expire(60, 60, r2)(held)).toEqual({ result: 'held' });
    expect(expire(60, 60, r1)(held).result).toBe('given up');
  });

  it.each([
    ['has no record', undefined],
    ['is stored', apply(missing, stored())],
    ['was given up before', apply(missing, expire(60, 60))],
  ])('does not change a call that %s', (_, record) => {
    expect(expire(60, 90)(record)).toEqual({ result: 'over' });
  });
});
