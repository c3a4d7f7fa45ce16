import { shifted } from '@recordings/call-record';
import { MINUTE_MS, minute, policy } from '../planning/test-exports.ts';
import { ExportJob } from './export-job.ts';
import type { ExportJobCommand, ExportJobEvent } from './export-job-step.ts';
import { nextExportJob } from './next-export-job.ts';
import {
  after,
  created,
  expired,
  exported,
  failed,
  jobCreated,
  nudged,
  polling,
  posted,
  status,
  step,
} from './test-export-job.ts';

describe('polling an export job', () => {
  const delaysMs = (commands: readonly ExportJobCommand[]): number[] =>
    commands.flatMap((command) => (command.type === 'send-poll' ? [command.delayMs / MINUTE_MS] : []));

  it('grows its delays up to the longest', () => {
    let next = step(posted, jobCreated, minute(60));
    const minutes = delaysMs(next.commands);
    for (let number = 1; number <= 6; number += 1) {
      next = step(next.job, status(number, 'IN_PROGRESS'), minute(61));
      minutes.push(...delaysMs(next.commands));
    }
    expect(minutes).toEqual([5, 7.5, 11.25, 15, 15, 15, 15]);
  });

  it('waits as long before each poll if its delays do not grow', () => {
    const even = { ...policy, pollDelayGrowth: 1 };
    let next = nextExportJob(posted, jobCreated, minute(60), even);
    const minutes = delaysMs(next.commands);
    for (let number = 1; number <= 4; number += 1) {
      next = nextExportJob(next.job, status(number, 'IN_PROGRESS'), minute(61), even);
      minutes.push(...delaysMs(next.commands));
    }
    expect(minutes).toEqual([5, 5, 5, 5, 5]);
  });

  const waitsFor = (remainingMs: number, polls: number): number[] => {
    let next = step(posted, { ...jobCreated, remainingMs } as ExportJobEvent, minute(60));
    const minutes = delaysMs(next.commands);
    for (let number = 1; number <= polls; number += 1) {
      const seen = { ...status(number, 'IN_PROGRESS'), remainingMs } as ExportJobEvent;
      next = step(next.job, seen, minute(61));
      minutes.push(...delaysMs(next.commands));
    }
    return minutes;
  };

  it('follows the estimate of OCP in every wait, shorter or longer than planned', () => {
    expect(waitsFor(12 * MINUTE_MS, 3)).toEqual([12, 12, 12, 12]);
    expect(waitsFor(4.5 * MINUTE_MS, 3)).toEqual([4.5, 4.5, 4.5, 4.5]);
  });

  it('waits three times longer each time if OCP expects too little again and again', () => {
    expect(waitsFor(1_000, 4).map((minutes) => minutes * 60)).toEqual([10, 30, 90, 270, 810]);
  });

  it.each([
    [-5_000, 10_000],
    [0, 10_000],
    [86_400_000, 15 * MINUTE_MS],
  ])('waits within its bounds if OCP expects %i ms', (remainingMs, delayMs) => {
    const { commands } = step(posted, { ...jobCreated, remainingMs } as ExportJobEvent, minute(60));
    expect(commands).toMatchObject([{ type: 'send-poll', delayMs }]);
  });

  it('keeps the metadata that OCP gives with its success', () => {
    const seen = { ...status(1, 'COMPLETED'), ocpMetadata: { agentId: 'AGENT-001' } } as ExportJobEvent;
    const { job } = step(created, seen, minute(61));
    expect(job).toMatchObject({ phase: 'exported', ocpMetadata: { agentId: 'AGENT-001' } });
    expect(ExportJob.parse(job)).toEqual(job);
    expect(step(created, status(1, 'COMPLETED'), minute(61)).job).not.toHaveProperty('ocpMetadata');
  });

  it('keeps the size and the end of the job that OCP gives with its success', () => {
    const seen = { ...status(1, 'COMPLETED'), sizeBytes: 7, endedAt: minute(59) } as ExportJobEvent;
    const { job } = step(created, seen, minute(61));
    expect(job).toMatchObject({ phase: 'exported', sizeBytes: 7, endedAt: minute(59) });
    expect(ExportJob.parse(job)).toEqual(job);
  });

  it('keeps the first delay within the longest too', () => {
    const short = { ...policy, maxPollDelayMs: MINUTE_MS };
    expect(delaysMs(nextExportJob(posted, jobCreated, minute(60), short).commands)).toEqual([1]);
  });

  it('answers duplicates of one poll with one next poll', () => {
    const first = step(created, status(1, 'IN_PROGRESS'), minute(65));
    expect(first.commands).toMatchObject([{ type: 'send-poll', number: 2 }]);
    for (const event of [status(1, 'IN_PROGRESS'), status(1, 'FAILED'), status(1, 'COMPLETED')]) {
      expect(step(first.job, event, minute(65))).toEqual({ job: first.job, commands: [] });
    }
  });

  it('has a lost poll sent again only when it is overdue, and by one winner at a time', () => {
    const dueAt = minute(65);
    const overdueAt = shifted(dueAt, policy.overdueAfterMs);
    expect(step(created, nudged, shifted(overdueAt, -1)).commands).toEqual([]);
    const again = step(created, nudged, overdueAt);
    expect(again.commands).toEqual([{ type: 'send-poll', number: 1, delayMs: 0 }]);
    expect(step(again.job, nudged, shifted(overdueAt, 1)).commands).toEqual([]);
  });

  it('gives the reconciliations up after the last poll, and keeps the slot of a job that still runs', () => {
    let job = created;
    for (let number = 1; number < policy.maxPolls; number += 1) {
      const next = step(job, status(number, 'IN_PROGRESS'), minute(61));
      expect(next.commands.map(({ type }) => type)).toEqual(['send-poll']);
      job = next.job;
    }
    const last = step(job, status(policy.maxPolls, 'IN_PROGRESS'), minute(62));
    expect(last).toMatchObject({
      job: { phase: 'polling', isAbandoned: true, pollNumber: policy.maxPolls + 1 },
      commands: [
        { type: 'close-reconciliations', status: 'FAILED_MAX_RETRIES' },
        { type: 'send-poll', number: policy.maxPolls + 1 },
      ],
    });
    const later = step(last.job, { type: 'status-unreadable', number: policy.maxPolls + 1 }, minute(63));
    // A crash may have come before they were closed.
    expect(later.commands.map(({ type }) => type)).toEqual(['close-reconciliations', 'send-poll']);
    expect(later.job).toMatchObject({ phase: 'polling', isAbandoned: true });
    expect(step(later.job, status(policy.maxPolls + 2, 'COMPLETED'), minute(64))).toMatchObject({
      job: { phase: 'exported', isAbandoned: true },
      commands: [{ type: 'deliver-results' }],
    });
  });

  it('is not abandoned if an execution drives it: a repeated poll message counts polls that the execution does not', () => {
    const orchestrator = { orchestrator: 'step-functions', pollNumber: policy.maxPolls } as const;
    const driven = { ...created, ...orchestrator } as ExportJob;
    const past = after(driven, status(policy.maxPolls, 'IN_PROGRESS'), minute(62));
    expect(after(past, status(policy.maxPolls + 1, 'COMPLETED'), minute(63))).toMatchObject({
      ...{ phase: 'exported', isAbandoned: false },
    });
  });

  it.each([
    ['that OCP says it still runs', (number: number) => status(number, 'IN_PROGRESS')],
    ['whose status is unreadable', (number: number) => ({ type: 'status-unreadable', number }) as const],
  ])('frees the slot of a job %s once OCP can hold it no longer', (_, seen) => {
    const abandoned = after(created, seen(1), minute(60 + 120));
    expect(abandoned).toMatchObject({ phase: 'polling', isAbandoned: true });
    const endOfLife = minute(60 + 1_440);
    expect(step(abandoned, seen(2), shifted(endOfLife, -1)).job).toMatchObject({ phase: 'polling' });
    expect(step(abandoned, seen(2), endOfLife)).toMatchObject({
      job: { phase: 'expired', reason: expect.stringContaining(minute(60)) as string },
      commands: [{ type: 'close-reconciliations', status: 'FAILED_EXPORT_ERROR' }, { type: 'free-slot' }],
    });
    // A job may take longer than OCP keeps one that is finished.
    const patient = { ...policy, maxTotalMs: 2_000 * MINUTE_MS };
    expect(nextExportJob(abandoned, seen(2), endOfLife, patient).job).toMatchObject({ phase: 'polling' });
    expect(nextExportJob(abandoned, seen(2), minute(60 + 2_000), patient).job.phase).toBe('expired');
  });

  it('gives up by the clock too', () => {
    const atLimit = shifted(minute(60), policy.maxTotalMs);
    expect(after(created, status(1, 'IN_PROGRESS'), shifted(atLimit, -1))).toMatchObject({
      isAbandoned: false,
    });
    expect(after(created, status(1, 'IN_PROGRESS'), atLimit)).toMatchObject({ isAbandoned: true });
  });

  it.each([
    ['FAILED', 'FAILED_EXPORT_ERROR'],
    ['EXPIRED', 'FAILED_EXPORT_ERROR'],
    ['ABSENT', 'FAILED_UNKNOWN_STATUS'],
  ] as const)('ends by %s as %s, with what OCP said', (is, expected) => {
    expect(step(created, status(1, is), minute(65)).commands).toEqual([
      { type: 'close-reconciliations', status: expected, reason: `OCP says ${is}` },
      { type: 'free-slot' },
    ]);
  });
});

describe('a status word that we do not know', () => {
  const { maxPolls } = policy;
  /** The job after `polls` polls that read an unknown word. */
  const unknownFor = (polls: number) => {
    let job = created;
    for (let number = 1; number <= polls; number += 1)
      job = after(job, status(number, 'UNKNOWN'), minute(65));
    return job;
  };

  it('counts as running: the job is polled again', () => {
    expect(step(created, status(1, 'UNKNOWN'), minute(65))).toMatchObject({
      job: { phase: 'polling', isAbandoned: false },
      commands: [{ type: 'send-poll' }],
    });
    expect(after(unknownFor(1), status(2, 'COMPLETED'), minute(70)).phase).toBe('exported');
  });

  it('has the listing tried when the polls are used up, as an incomplete one', () => {
    const last = step(unknownFor(maxPolls - 1), status(maxPolls, 'UNKNOWN'), minute(66));
    expect(last).toMatchObject({
      job: { phase: 'exported', doubt: 'OCP says UNKNOWN' },
      commands: [{ type: 'deliver-results' }],
    });
  });

  it('is forgotten when OCP says a known word: a job that runs too long is abandoned', () => {
    const last = step(unknownFor(maxPolls - 1), status(maxPolls, 'IN_PROGRESS'), minute(66));
    expect(last.job).toMatchObject({ phase: 'polling', isAbandoned: true });
  });

  it('closes the windows as FAILED_UNKNOWN_STATUS only if the listing cannot be read either, and keeps the slot', () => {
    const doubtful = unknownFor(maxPolls);
    const abandoned = {
      job: { phase: 'polling', isAbandoned: true },
      commands: [{ type: 'close-reconciliations', status: 'FAILED_UNKNOWN_STATUS' }, { type: 'send-poll' }],
    };
    const gone = step(doubtful, { type: 'results-gone', message: 'HTTP 404' }, minute(67));
    expect(gone).toMatchObject(abandoned);
    const late = shifted(minute(65), policy.maxTotalMs + policy.overdueAfterMs + 15 * MINUTE_MS);
    expect(step(doubtful, nudged, late)).toMatchObject(abandoned);
    const next = step(gone.job, status(maxPolls + 1, 'UNKNOWN'), minute(80));
    expect(next).toMatchObject(abandoned);
    expect(after(next.job, status(maxPolls + 2, 'COMPLETED'), minute(95)).phase).toBe('exported');
  });
});

describe('delivering its recordings', () => {
  it('stays with its worker until that takes too long', () => {
    const takenOverAt = shifted(minute(73), policy.overdueAfterMs);
    expect(step(exported, nudged, shifted(takenOverAt, -1)).commands).toEqual([]);
    const taken = step(exported, nudged, takenOverAt);
    expect(taken.commands).toEqual([{ type: 'deliver-results' }]);
    expect(step(taken.job, nudged, shifted(takenOverAt, 1)).commands).toEqual([]);
  });

  it('stays with the worker that shows in time that it goes on, and not with one that was taken over', () => {
    const since = minute(73);
    const takenOverAt = shifted(since, policy.overdueAfterMs);
    const alive = step(exported, { type: 'still-delivering', since }, shifted(takenOverAt, -1));
    expect(alive).toMatchObject({ job: { exportedAt: shifted(takenOverAt, -1) }, commands: [] });
    expect(step(alive.job, nudged, takenOverAt)).toEqual({ job: alive.job, commands: [] });

    const taken = after(exported, nudged, takenOverAt);
    expect(after(taken, { type: 'still-delivering', since }, shifted(takenOverAt, 1))).toBe(taken);
    for (const job of [created, polling, failed, expired]) {
      expect(after(job, { type: 'still-delivering', since }, minute(74))).toBe(job);
    }
  });
});
