import { minute } from '../planning/test-exports.ts';
import type { ReconciliationEvent } from './reconciliation-step.ts';
import {
  after,
  c1,
  claimed,
  claiming,
  downloading,
  exported,
  jobEnded,
  jobMoved,
  nudged,
  open,
  settled,
  step,
  waiting,
} from './test-reconciliation.ts';

describe('the lease', () => {
  it.each<[string, ReconciliationEvent]>([
    ['a job that moves', jobMoved],
    ['a window that still waits', { type: 'still-waiting' }],
    ['a redelivered request', claimed({ [c1]: open(5) })],
  ])('is renewed by %s', (_, event) => {
    expect(after(waiting, event, 80).leaseUntil).toBe(minute(110));
  });

  it('is not written again in its first half by a window that still waits', () => {
    expect(after(waiting, { type: 'still-waiting' }, 75)).toBe(waiting);
    expect(after(waiting, { type: 'still-waiting' }, 76).leaseUntil).toBe(minute(106));
  });

  it.each<[string, ReconciliationEvent]>([
    ['a redelivered export', exported([])],
    ['a redelivered request', claimed({})],
    ['a poll that was looked at late', jobMoved],
    ['a window that seems to wait', { type: 'still-waiting' }],
    ['an end of the job that came late', jobEnded],
    ['a look', nudged],
  ])('of downloads is never cut short of their deadline: by %s', (_, event) => {
    expect(after(downloading, event, 81)).toEqual(downloading);
  });

  it('closes what gave no sign of life until its end, and no call has used up an attempt', () => {
    expect(step(waiting, nudged, 90.9)).toEqual({ reconciliation: waiting, commands: [] });
    const { reconciliation, commands } = step(waiting, nudged, 91);
    expect(reconciliation).toMatchObject({
      phase: 'closed',
      reconciliationStatus: 'FAILED_UNEXPECTED_ERROR',
      failedAt: minute(91),
    });
    expect(Object.values(reconciliation.calls)).toEqual(
      Array.from({ length: 3 }, () =>
        expect.objectContaining({ outcome: 'failed', code: 'LEASE_EXPIRED', isAboutTheCall: false }),
      ),
    );
    expect(commands).toEqual([{ type: 'release-calls' }, { type: 'forget-window' }]);
  });

  it('ends after the deadline of downloads, also when the deadline moves', () => {
    const moved = after(settled(downloading, c1, { outcome: 'stored' }), nudged, 150);
    expect(moved).toMatchObject({ deadline: minute(270), leaseUntil: minute(300) });
  });

  it('closes a claim that a crash cut off, too', () => {
    expect(after(claiming, nudged, 89)).toBe(claiming);
    expect(after(claiming, nudged, 90).phase).toBe('closed');
  });
});
