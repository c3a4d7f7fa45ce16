import { shifted } from '@recordings/call-record';
import { minute } from '../planning/test-exports.ts';
import type { CallOutcome } from './call-outcome.ts';
import { Reconciliation } from './reconciliation.ts';
import type { ReconciliationEvent } from './reconciliation-step.ts';
import {
  after,
  c1,
  c2,
  c3,
  claimed,
  claiming,
  closed,
  downloading,
  exported,
  jobEnded,
  jobMoved,
  nudged,
  open,
  recordingOf,
  settled,
  step,
  waiting,
} from './test-reconciliation.ts';

describe('closing', () => {
  const done = (c1Is: Partial<CallOutcome>, c2Is: Partial<CallOutcome>): Reconciliation =>
    settled(settled(downloading, c1, c1Is), c2, c2Is);

  it('waits for the last open call', () => {
    expect(step(settled(downloading, c1, { outcome: 'stored' }), nudged, 199)).toMatchObject({
      commands: [],
    });
  });

  it('is COMPLETED if every call is stored or was answered by OCP', () => {
    const { reconciliation } = step(done({ outcome: 'stored' }, { outcome: 'stored' }), nudged, 100);
    expect(reconciliation).toMatchObject({
      phase: 'closed',
      reconciliationStatus: 'COMPLETED',
      completedAt: minute(100),
    });
    expect(reconciliation.calls[c3]).toMatchObject({ outcome: 'not-found' });
    expect(reconciliation).not.toHaveProperty('failureReason');
  });

  it('is FAILED_PARALLEL_ERROR with every reason if some were not stored, and keeps what was', () => {
    const { reconciliation } = step(
      done({ outcome: 'stored' }, { outcome: 'failed', code: 'TRUNCATED' }),
      nudged,
      100,
    );
    expect(reconciliation).toMatchObject({
      reconciliationStatus: 'FAILED_PARALLEL_ERROR',
      failureReason: 'c-2: TRUNCATED',
      failedAt: minute(100),
      calls: { 'c-1': { outcome: 'stored' } },
    });
    const failed = done({ outcome: 'failed', code: 'NOT_AUDIO' }, { outcome: 'failed', code: 'TRUNCATED' });
    expect(after(failed, nudged, 100)).toMatchObject({ failureReason: 'c-1: NOT_AUDIO; c-2: TRUNCATED' });
  });

  it('waits beyond the deadline while downloads end, and no longer', () => {
    const moving = settled(downloading, c1, { outcome: 'stored' });
    expect(after(moving, nudged, 139.9)).toBe(moving);
    const moved = after(moving, nudged, 140);
    expect(moved).toMatchObject({ deadline: minute(260), openAtDeadline: 1 });
    expect(after(moved, nudged, 259.9)).toBe(moved);
    expect(after(moved, nudged, 260).phase).toBe('closed');
  });

  it('does not wait beyond the deadline for a download that died', () => {
    expect(after(downloading, nudged, 199.9)).toBe(downloading);
    expect(after(downloading, nudged, 200).phase).toBe('closed');
    const half = after(settled(downloading, c1, { outcome: 'stored' }), nudged, 150);
    expect(after(half, nudged, 269.9)).toBe(half);
    expect(after(half, nudged, 270)).toMatchObject({
      phase: 'closed',
      reconciliationStatus: 'FAILED_PARALLEL_ERROR',
      calls: {
        'c-1': { outcome: 'stored' },
        'c-2': { outcome: 'failed', code: 'DOWNLOAD_DEADLINE', isAboutTheCall: false },
      },
    });
  });

  it('is by the job’s own end while no recording is downloading', () => {
    expect(closed).toMatchObject({
      reconciliationStatus: 'FAILED_MAX_RETRIES',
      exportJobStatus: 'FAILED',
      failureReason: 'too slow',
      calls: { 'c-1': { outcome: 'failed', code: 'FAILED_MAX_RETRIES', isAboutTheCall: false } },
    });
    expect(step(downloading, jobEnded, 81)).toEqual({ reconciliation: downloading, commands: [] });
  });

  it.each<[string, ReconciliationEvent]>([
    ['calls-claimed', claimed({ [c1]: open(5) })],
    ['job-moved', jobMoved],
    ['exported', exported([recordingOf(c1)])],
    ['still-waiting', { type: 'still-waiting' }],
    ['job-ended', jobEnded],
    ['nudged', nudged],
  ])('is final: %s only removes the window again', (_, event) => {
    const { reconciliation, commands } = step(closed, event, 5_000);
    expect(reconciliation).toBe(closed);
    expect(commands).toEqual([{ type: 'forget-window' }]);
  });

  it('keeps the item at least 30 days, and says so under the name of the requirement documents too', () => {
    const inDays = (days: number): number => Date.parse(shifted(minute(80), days * 86_400_000)) / 1_000;
    expect(closed.expiresAtEpochS).toBeGreaterThanOrEqual(inDays(30));
    expect(closed.TTL).toBe(closed.expiresAtEpochS);
  });

  it('by a job keeps how often it was polled, the word that was not expected, and the error as JSON', () => {
    const job = { exportId: 'e-1', fromDate: minute(0), toDate: minute(60) };
    const error = { code: 'OCP_THROTTLED', errorType: 'OCPAPIError', errorMessage: 'slow down', export: job };
    const event = { ...jobEnded, polls: 6, unknownStatus: 'Paused', error } as ReconciliationEvent;
    const failed = after(waiting, event, 80);
    expect(failed).toMatchObject({ totalPollingAttempts: 6, unknownStatus: 'Paused' });
    expect(JSON.parse((failed as { errorDetails: string }).errorDetails)).toEqual(error);
    expect(closed).not.toHaveProperty('totalPollingAttempts');
    expect(closed).not.toHaveProperty('unknownStatus');
  });

  it('without a job says as JSON which calls were not stored, or which lease ended', () => {
    const detailsOf = (failed: Reconciliation): unknown =>
      JSON.parse((failed as { errorDetails: string }).errorDetails);
    const half = done({ outcome: 'stored' }, { outcome: 'failed', code: 'TRUNCATED', message: 'cut off' });
    expect(detailsOf(after(half, nudged, 100))).toEqual({
      calls: [{ callId: 'c-2', code: 'TRUNCATED', message: 'cut off' }],
    });
    expect(detailsOf(after(waiting, nudged, 91))).toEqual({ code: 'LEASE_EXPIRED', leaseUntil: minute(91) });
  });

  it('leaves an item that its schema reads back in every phase', () => {
    for (const item of [claiming, waiting, after(waiting, jobMoved, 70), downloading, closed]) {
      expect(Reconciliation.parse(JSON.parse(JSON.stringify(item)))).toEqual(
        JSON.parse(JSON.stringify(item)),
      );
    }
  });
});
