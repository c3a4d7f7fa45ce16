import { shifted } from '@recordings/call-record';
import { minute, policy } from '../planning/test-exports.ts';
import type { ExportJob } from './export-job.ts';
import type { ExportJobEvent } from './export-job-step.ts';
import { created, exported, nudged, polling, status, step } from './test-export-job.ts';

const dueOf = (job: ExportJob): number => ('pollNumber' in job ? job.pollNumber : 0);
const unreadable = (job: ExportJob, over: object = {}): ExportJobEvent =>
  ({ type: 'status-unreadable', number: dueOf(job), ...over }) as ExportJobEvent;
const overloaded = (job: ExportJob, over: object = {}) => unreadable(job, { isOverloaded: true, ...over });

/** Feeds answers to the polls of a job. @returns the job, and the seconds before each next poll. */
const play = (job: ExportJob, ...answers: ((job: ExportJob) => ExportJobEvent)[]) => {
  let current = job;
  const waits: number[] = [];
  for (const answer of answers) {
    const next = step(current, answer(current), minute(61));
    current = next.job;
    for (const command of next.commands)
      if (command.type === 'send-poll') waits.push(command.delayMs / 1_000);
  }
  return { job: current, waits };
};
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
const running = (job: ExportJob): ExportJobEvent => status(dueOf(job), 'IN_PROGRESS');

describe('a poll that OCP throttles or does not answer in time', () => {
  it('is repeated after 15, 30 and 60 s, and has then failed: the next one comes after 60 s', () => {
    const { waits } = play(created, ...times(5, overloaded));
    expect(waits).toEqual([15, 30, 60, 60, 15]);
  });

  it('waits as long as OCP asks, and no less than planned', () => {
    const asks = (askedMs: number) => (job: ExportJob) => overloaded(job, { askedMs });
    expect(play(created, asks(40_000), asks(1_000)).waits).toEqual([40, 30]);
  });

  it('begins with 15 s again after a poll that OCP answered', () => {
    expect(play(created, overloaded, overloaded, running, overloaded).waits).toEqual([15, 30, 450, 15]);
  });
});

describe('a poll that failed', () => {
  it('is repeated after 60 s, or as long as OCP asks', () => {
    expect(play(created, unreadable).waits).toEqual([60]);
    expect(play(created, (job) => unreadable(job, { askedMs: 90_000 })).waits).toEqual([90]);
  });

  it('does not count: the windows wait until OCP has answered all polls', () => {
    const failed = play(created, ...times(50, unreadable), ...times(30, overloaded));
    expect(failed.job).toMatchObject({ phase: 'polling', isAbandoned: false, pollNumber: 81 });
    const before = play(failed.job, ...times(policy.maxPolls - 1, running)).job;
    expect(before).toMatchObject({ isAbandoned: false });
    expect(play(before, running).job).toMatchObject({ isAbandoned: true });
  });

  it('does not stop the clock: the windows are closed when the job is too old', () => {
    const late = shifted(minute(60), policy.maxTotalMs);
    const { job, commands } = step(created, unreadable(created), late);
    expect(job).toMatchObject({ isAbandoned: true });
    expect(commands).toMatchObject([
      { type: 'close-reconciliations', status: 'FAILED_MAX_RETRIES' },
      { type: 'send-poll' },
    ]);
  });

  it('of an abandoned job comes again after the usual wait, because no window depends on it', () => {
    const abandoned = { ...polling, isAbandoned: true } as ExportJob;
    expect(play(abandoned, unreadable).waits).toEqual([450]);
  });
});

describe('a listing that OCP throttles', () => {
  const throttled = (over: object = {}): ExportJobEvent => ({ type: 'results-throttled', ...over });

  it('is asked for again after 10, 20 and 40 s, by a message: no worker waits', () => {
    let job: ExportJob = exported;
    let now = minute(74);
    for (const delayMs of [10_000, 20_000, 40_000]) {
      const next = step(job, throttled(), now);
      expect(next.commands).toEqual([{ type: 'check-group', delayMs }]);
      expect(step(next.job, nudged, shifted(now, delayMs - 1)).commands).toEqual([]);
      now = shifted(now, delayMs);
      const again = step(next.job, nudged, now);
      expect(again.commands).toEqual([{ type: 'deliver-results' }]);
      job = again.job;
    }
    const last = step(job, throttled(), now);
    expect(last.commands).toEqual([]);
    expect(step(last.job, nudged, shifted(now, policy.overdueAfterMs)).commands).toEqual([
      { type: 'deliver-results' },
    ]);
  });

  it('waits as long as OCP asks', () => {
    expect(step(exported, throttled({ askedMs: 50_000 }), minute(74)).commands).toEqual([
      { type: 'check-group', delayMs: 50_000 },
    ]);
  });

  it('waits for the longest wait of a poll, if OCP asks for more', () => {
    const delayMs = policy.maxPollDelayMs;
    const { job, commands } = step(exported, throttled({ askedMs: 3_600_000 }), minute(74));
    expect(commands).toEqual([{ type: 'check-group', delayMs }]);
    expect(step(job, nudged, shifted(minute(74), delayMs - 1)).commands).toEqual([]);
  });

  it('changes a job in no other phase', () => {
    expect(step(polling, throttled(), minute(74))).toEqual({ job: polling, commands: [] });
  });
});
