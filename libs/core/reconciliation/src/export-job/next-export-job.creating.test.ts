import { shifted } from '@recordings/call-record';
import { minute, policy } from '../planning/test-exports.ts';
import {
  after,
  intended,
  nudged,
  ofLastCreate,
  posted,
  refused,
  slotBusy,
  step,
  type TestEvent,
} from './test-export-job.ts';

describe('creating an export job', () => {
  it('holds every other POST back for as long as one may take', () => {
    expect(step(posted, nudged, shifted(minute(60), policy.createLeaseMs - 1))).toEqual({
      job: posted,
      commands: [],
    });
    const next = step(posted, nudged, shifted(minute(60), policy.createLeaseMs));
    expect(next).toMatchObject({ job: { posts: 2 }, commands: [{ type: 'create-job' }] });
  });

  it('counts the POSTs after which OCP may have a job that we do not know', () => {
    const busy = after(posted, slotBusy, minute(60));
    expect(busy).toMatchObject({ posts: 0, notBefore: minute(62), failedCreates: 0 });
    expect(after(posted, refused(true), minute(60))).toMatchObject({ posts: 1, failedCreates: 1 });
    expect(after(intended, slotBusy, minute(60))).toMatchObject({ posts: 0 });
  });

  it.each<[string, TestEvent]>([
    ['busy', slotBusy],
    ['failed', refused(false)],
    ['refused', { type: 'create-refused' }],
    ['postponed', { type: 'create-postponed', delayMs: 60_000, message: '401' }],
  ])('ignores a create that %s if another worker has sent one since', (_, event) => {
    const outdated = ofLastCreate(posted, event);
    const takenOver = after(posted, nudged, shifted(minute(60), policy.createLeaseMs));
    expect(step(takenOver, outdated, minute(90))).toEqual({ job: takenOver, commands: [] });
    expect(step(posted, outdated, minute(60)).commands).not.toEqual([]);
  });

  it('waits for a busy slot however long, and uses no retry up', () => {
    let job = posted;
    for (let n = 0; n < 100; n += 1) {
      job = after(after(job, slotBusy, minute(60 + 3 * n)), nudged, minute(62 + 3 * n));
    }
    expect(job).toMatchObject({ phase: 'intended', failedCreates: 0, posts: 1 });
  });

  it.each([
    [12_000, 12_000],
    [200, 1_000],
  ])('waits the %i ms that OCP asks for, but never less than its own delay: %i ms', (askedMs, delayMs) => {
    const next = step(posted, refused(true, askedMs), minute(60));
    expect(next).toMatchObject({
      job: { notBefore: shifted(minute(60), delayMs) },
      commands: [{ type: 'check-group', delayMs }],
    });
  });

  it.each([
    ['', false, [1_000, 5_000, 30_000]],
    [' that throttled it or did not answer in time', true, [30_000, 60_000, 120_000]],
  ])(
    'waits after each failure of an OCP%s as planned, and then fails with the reason',
    (_, isOverloaded, expected) => {
      const delays: unknown[] = [];
      const failure = { ...refused(true), isOverloaded } as TestEvent;
      let next = step(posted, failure, minute(60));
      while (next.job.phase === 'intended') {
        delays.push(...next.commands.map((command) => 'delayMs' in command && command.delayMs));
        next = step(next.job, failure, minute(61));
      }
      expect(delays).toEqual(expected);
      expect(next).toMatchObject({
        job: { phase: 'failed', status: 'FAILED_OCP_API_ERROR', pollNumber: 0 },
        commands: [
          {
            type: 'close-reconciliations',
            status: 'FAILED_OCP_API_ERROR',
            reason: 'export job not created: no',
          },
          { type: 'free-slot' },
        ],
      });
    },
  );
});
