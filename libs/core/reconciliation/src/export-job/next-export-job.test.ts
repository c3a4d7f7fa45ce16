import type { Timestamp } from '@recordings/call-record';
import { minute } from '../planning/test-exports.ts';
import type { ExportJob } from './export-job.ts';
import type { ExportJobEvent } from './export-job-step.ts';
import {
  created,
  expired,
  exported,
  failed,
  intended,
  jobCreated,
  nudged,
  polling,
  posted,
  refused,
  slotBusy,
  status,
  step,
  type TestEvent,
} from './test-export-job.ts';

/** Late enough that everything is overdue. */
const late = minute(500);
const pollNumberOf = (job: ExportJob): number => ('pollNumber' in job ? job.pollNumber : 0);
const nothing = '=';
const closing = 'close-reconciliations free-slot';
const givesUp = 'polling close-reconciliations send-poll';

/** What an event that fits the due poll number makes of a job before it is created, and while it runs. */
const table: [string, (number: number) => TestEvent, string, string][] = [
  ['job-created', () => jobCreated, 'created send-poll', nothing],
  ['slot-busy', () => slotBusy, 'intended check-group', nothing],
  ['create-failed, retryable', () => refused(true), 'intended check-group', nothing],
  ['create-failed, permanent', () => refused(false), `failed ${closing}`, nothing],
  ['status CREATED', (n) => status(n, 'CREATED'), nothing, givesUp],
  ['status IN_PROGRESS', (n) => status(n, 'IN_PROGRESS'), nothing, givesUp],
  ['status COMPLETED', (n) => status(n, 'COMPLETED'), nothing, 'exported deliver-results'],
  ['status FAILED', (n) => status(n, 'FAILED'), nothing, `failed ${closing}`],
  ['status EXPIRED', (n) => status(n, 'EXPIRED'), nothing, `expired ${closing}`],
  ['status ABSENT', (n) => status(n, 'ABSENT'), nothing, `failed ${closing}`],
  ['an unreadable status', (number) => ({ type: 'status-unreadable', number }), nothing, givesUp],
  ['an earlier poll', (n) => status(n - 1, 'COMPLETED'), nothing, nothing],
  [
    'an earlier poll that was unreadable',
    (n) => ({ type: 'status-unreadable', number: n - 1 }),
    nothing,
    nothing,
  ],
  ['a later poll', (n) => status(n + 1, 'FAILED'), nothing, nothing],
];

/** The next phase and the commands, or `=` if the job is unchanged and there is no command. */
const outcomeOf = (job: ExportJob, event: TestEvent): string => {
  const { job: next, commands } = step(job, event, late);
  if (next === job && commands.length === 0) return nothing;
  return [next.phase, ...commands.map(({ type }) => type)].join(' ');
};

describe('nextExportJob', () => {
  it.each(table)('makes of %s what fits the phase', (_, eventOf, whileIntended, whileRunning) => {
    for (const job of [intended, posted]) expect(outcomeOf(job, eventOf(0))).toBe(whileIntended);
    for (const job of [created, polling]) {
      expect(outcomeOf(job, eventOf(pollNumberOf(job)))).toBe(whileRunning);
    }
    for (const job of [exported, failed, expired]) {
      expect(outcomeOf(job, eventOf(pollNumberOf(job)))).toBe(nothing);
    }
  });

  it.each([
    [intended, 'intended create-job'],
    [posted, 'intended create-job'],
    [created, 'created send-poll'],
    [polling, 'polling send-poll'],
    [exported, `failed ${closing}`],
    [failed, `failed ${closing}`],
    [expired, `expired ${closing}`],
  ])('moves a stuck job when it is nudged: $phase', (job, expected) => {
    expect(outcomeOf(job, nudged)).toBe(expected);
  });

  it('lets another deliver results once the one who began is overdue, and gives them up in the end', () => {
    const at = (time: Timestamp): string =>
      step(exported, nudged, time)
        .commands.map(({ type }) => type)
        .join(' ');
    expect(at(minute(75))).toBe('');
    expect(at(minute(77))).toBe('deliver-results');
    // The poll that found it finished was due at minute 72.5.
    expect(at(minute(72.5 + 120 + 3 - 0.1))).toBe('deliver-results');
    expect(at(minute(72.5 + 120 + 3))).toBe(closing);
    expect(step(exported, nudged, minute(200)).job).toMatchObject({
      phase: 'failed',
      status: 'FAILED_EXPORT_ERROR',
      isAboutTheJob: true,
    });
  });

  it('frees the slot of an exported job once its results are delivered, without a change of the job', () => {
    const delivered: ExportJobEvent = { type: 'delivered' };
    expect(step(exported, delivered, minute(74))).toEqual({
      job: exported,
      commands: [{ type: 'free-slot' }],
    });
    for (const job of [intended, posted, created, polling, failed, expired]) {
      expect(step(job, delivered, minute(74))).toEqual({ job, commands: [] });
    }
  });

  it('frees the slot when OCP no longer has the results of a finished job', () => {
    const gone: ExportJobEvent = { type: 'results-gone', message: 'HTTP 404' };
    expect(step(exported, gone, minute(74))).toMatchObject({
      job: { phase: 'expired', reason: 'HTTP 404' },
      commands: [{ type: 'close-reconciliations', status: 'FAILED_EXPORT_ERROR' }, { type: 'free-slot' }],
    });
    for (const job of [intended, posted, created, polling, failed, expired]) {
      expect(step(job, gone, minute(74))).toEqual({ job, commands: [] });
    }
  });
});
