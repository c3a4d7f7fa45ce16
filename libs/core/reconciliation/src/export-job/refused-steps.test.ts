import { shifted } from '@recordings/call-record';
import { MINUTE_MS, minute, policy } from '../planning/test-exports.ts';
import type { ExportJob } from './export-job.ts';
import type { ExportJobEvent } from './export-job-step.ts';
import {
  created,
  exported,
  nudged,
  polling,
  posted,
  status,
  step,
  type TestEvent,
} from './test-export-job.ts';

const HOUR_MS = 60 * MINUTE_MS;
const message = 'OCP: HTTP 401';
const pollRefused = (number: number): ExportJobEvent => ({
  type: 'status-refused',
  number,
  waitMs: HOUR_MS,
  message,
});
const listingRefused: ExportJobEvent = { type: 'results-refused', waitMs: HOUR_MS, message };
const createRefused: TestEvent = { type: 'create-postponed', delayMs: HOUR_MS, message };

describe('an export job of a group whose credentials OCP refuses', () => {
  it('is polled again after the longest wait of a poll, and its windows wait with it', () => {
    const { job, commands } = step(created, pollRefused(1), minute(61));
    expect(job).toMatchObject({
      phase: 'polling',
      pollNumber: 2,
      pollDueAt: minute(76),
      isAbandoned: false,
    });
    expect(commands).toEqual([{ type: 'send-poll', number: 2, delayMs: policy.maxPollDelayMs }]);
  });

  it('keeps all its polls: refused ones do not count', () => {
    let job: ExportJob = created;
    for (let number = 1; number <= 20; number += 1)
      job = step(job, pollRefused(number), minute(60 + number)).job;
    for (let number = 21; number < 20 + policy.maxPolls; number += 1)
      job = step(job, status(number, 'IN_PROGRESS'), minute(90)).job;
    expect(job).toMatchObject({ isAbandoned: false });
    const last = step(job, status(20 + policy.maxPolls, 'IN_PROGRESS'), minute(90)).job;
    expect(last).toMatchObject({ isAbandoned: true });
  });

  it('expires once OCP cannot have the job any longer', () => {
    const late = shifted(minute(60), policy.jobLifeMs);
    for (const { job } of [step(polling, pollRefused(2), late), step(exported, listingRefused, late)])
      expect(job).toMatchObject({ phase: 'expired', reason: message });
  });

  it('ignores a refused poll with an earlier number', () => {
    expect(step(polling, pollRefused(1), minute(66))).toEqual({ job: polling, commands: [] });
  });

  it('reads its listing again after the longest wait of a poll, by the watchdog', () => {
    const { job, commands } = step(exported, listingRefused, minute(80));
    expect(commands).toEqual([]);
    expect(step(job, nudged, minute(94)).commands).toEqual([]);
    expect(step(job, nudged, minute(95)).commands).toEqual([{ type: 'deliver-results' }]);
  });

  it('does not fail by the time that the refused listing took', () => {
    let job: ExportJob = exported;
    for (let hour = 0; hour < 12; hour += 1) {
      const now = minute(80 + hour * 60);
      job = step(job, listingRefused, now).job;
      job = step(job, nudged, shifted(now, HOUR_MS)).job;
    }
    expect(job.phase).toBe('exported');
  });

  it('waits with a create if an earlier POST may have made a job, and counts no POST', () => {
    const { job, commands } = step({ ...posted, posts: 2 } as ExportJob, createRefused, minute(61));
    expect(job).toMatchObject({ phase: 'intended', posts: 1, failedCreates: 0, notBefore: minute(121) });
    expect(commands).toEqual([{ type: 'check-group', delayMs: HOUR_MS }]);
  });

  it('gives its slot back once a job of an earlier POST cannot run any longer', () => {
    const { job } = step(posted, createRefused, shifted(minute(60), policy.jobLifeMs));
    expect(job).toMatchObject({ phase: 'failed', status: 'FAILED_OCP_API_ERROR', isAboutTheJob: false });
  });
});
