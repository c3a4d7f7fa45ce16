import { nextAskAfterFault, shifted } from '@recordings/call-record';
import { minute } from '../planning/test-exports.ts';
import type { ExportJob } from './export-job.ts';
import { type Hold, judgeHold, nextHold } from './hold-back.ts';
import { expired, exported, failed, intended, turnEnds } from './test-export-job.ts';

const DAY_MS = 24 * 3_600_000;
const several = { ...failed, reconciliationIds: [...failed.reconciliationIds, ...failed.reconciliationIds] };

describe('the exports of a tenant', () => {
  it('are free until a job fails', () => {
    expect(judgeHold(undefined, 'key-1', minute(0))).toBe('free');
    expect(judgeHold({}, 'key-1', minute(0))).toBe('free');
  });

  it('go on after one failed job, whose window may be what fails, and wait after the second', () => {
    const first = nextHold(undefined, failed, turnEnds);
    expect(first).toEqual({ failures: 1 });
    expect(judgeHold(first, 'key-1', turnEnds.now)).toBe('free');
    expect(nextHold(first, failed, turnEnds)).toEqual({ failures: 2, heldUntil: minute(105) });
  });

  it('try another window before the calls of the one that fails are due again', () => {
    let hold: Hold = {};
    for (let faults = 1; faults <= 8; faults += 1) {
      const now = minute(10_000 * faults);
      hold = nextHold(hold, failed, { ...turnEnds, now });
      const dueAgain = nextAskAfterFault(faults, now, turnEnds.rule);
      expect((hold.heldUntil ?? now) < dueAgain).toBe(true);
    }
  });

  it.each([
    ['expired', expired],
    ['not created', { ...failed, isAboutTheJob: false, reconciliationIds: several.reconciliationIds }],
  ])('wait for 5 minutes after a job has %s, then try one', (_, job) => {
    const hold = nextHold(undefined, job, turnEnds);
    expect(hold).toEqual({ failures: 1, heldUntil: minute(105) });
    expect(judgeHold(hold, 'key-1', minute(104))).toBe('held');
    expect(judgeHold(hold, 'key-1', minute(105))).toBe('trial');
  });

  it('do not wait after a failed job of several windows: the next job has half of them', () => {
    expect(nextHold(undefined, several as typeof failed, turnEnds)).toEqual({});
  });

  it('go on as they were after a range that had not ended: nothing was sent', () => {
    const early = { ...intended, isTooEarly: true };
    expect(nextHold(undefined, early, turnEnds)).toEqual({});
    expect(nextHold({ failures: 1 }, early, turnEnds)).toEqual({ failures: 1 });
  });

  it('are free after a success', () => {
    expect(nextHold({ failures: 9, heldUntil: minute(99) }, exported, turnEnds)).toEqual({});
  });

  it('wait no longer because of a job that ran when they were held back', () => {
    const hold = { failures: 2, heldUntil: minute(110) };
    expect(nextHold(hold, failed, turnEnds)).toEqual(hold);
  });

  it('wait for a second at least, if the schedule has no wait', () => {
    const rule = { firstFaultDelayMs: 0, maxFaultDelayMs: 0 };
    const { heldUntil } = nextHold(undefined, expired, { ...turnEnds, rule });
    expect(heldUntil).toBe(shifted(turnEnds.now, 1_000));
  });

  it('wait for 6 hours at most, or a day if OCP refuses the credentials', () => {
    const heldUntilAfter = (job: ExportJob): string | undefined =>
      nextHold({ failures: 9 }, job, turnEnds).heldUntil;
    expect(heldUntilAfter(failed)).toBe(shifted(turnEnds.now, DAY_MS / 4));
    expect(heldUntilAfter(intended)).toBe(shifted(turnEnds.now, DAY_MS));
  });

  it('cost 63 jobs in an outage of their group that lasts 14 days', () => {
    const endsAt = shifted(minute(0), 14 * DAY_MS);
    let now = minute(0);
    let hold: Hold = {};
    let jobs = 0;
    while (now < endsAt) {
      hold = nextHold(hold, failed, { ...turnEnds, now });
      jobs += 1;
      now = hold.heldUntil ?? shifted(now, 1_000);
    }
    // One at once, 7 waits of 5 minutes to 5 hours, then one every 6 hours.
    expect(jobs).toBe(63);
  });
});

describe('refused credentials', () => {
  const hold = nextHold(undefined, intended, turnEnds);

  it('hold the exports of their tenant back', () => {
    expect(hold).toEqual({ failures: 1, heldUntil: minute(105), refusedCredentials: 'key-1' });
    expect(judgeHold(hold, 'key-1', minute(101))).toBe('held');
  });

  it('do not lengthen the waits of jobs that fail after OCP has accepted them', () => {
    const refusals = { ...hold, failures: 8 };
    const first = nextHold(refusals, failed, { ...turnEnds, now: minute(500) });
    expect(first).toEqual({ failures: 1 });
    expect(nextHold(first, failed, { ...turnEnds, now: minute(501) })).toEqual({
      failures: 2,
      heldUntil: minute(506),
    });
  });

  it('are no reason to wait any more once they are corrected', () => {
    expect(judgeHold(hold, 'key-2', minute(101))).toBe('trial');
  });

  it.each([
    ['refused', intended],
    ['expired', expired],
  ])('make corrected ones wait too if their job is %s', (_, job) => {
    const next = nextHold(hold, job, { ...turnEnds, credentials: 'key-2' });
    expect(next).toMatchObject({ failures: 2, heldUntil: minute(110) });
    expect(judgeHold(next, 'key-2', minute(101))).toBe('held');
  });
});
