import { minute, policy } from '../planning/test-exports.ts';
import type { ExportJobEvent } from './export-job-step.ts';
import { jobEndedOf } from './job-ended.ts';
import { after, created, expired, failed, polling, posted, status } from './test-export-job.ts';

const why = { status: 'FAILED_MAX_RETRIES', reason: 'too slow' } as const;
const about = { exportId: 'e-1', fromDate: minute(0), toDate: minute(60) };

describe('what a job reports to the reconciliations that it closes', () => {
  it('is its range, and how often it was polled', () => {
    let job = created;
    for (let number = 1; number <= policy.maxPolls; number += 1)
      job = after(job, status(number, 'IN_PROGRESS'), minute(61));
    expect(jobEndedOf(job, why)).toEqual({
      type: 'job-ended',
      ...why,
      error: { export: about },
      polls: policy.maxPolls,
    });
    expect(jobEndedOf(failed, why).polls).toBe(2);
    expect(jobEndedOf(expired, why).polls).toBe(2);
  });

  it('is the error of a create that was given up, with OCP’s words', () => {
    const error = { code: 'OCP_REQUEST_REJECTED', errorType: 'OCPAPIError', errorMessage: 'range too long' };
    const event = { type: 'create-failed', isRetryable: false, message: 'no', error } as const;
    const ended = jobEndedOf(after(posted, event, minute(60)), why);
    expect(ended.error).toEqual({ ...error, export: about });
    expect(ended).not.toHaveProperty('polls');
  });

  it('is what OCP says of a job that it failed', () => {
    expect(jobEndedOf(failed, why).error).toEqual({ errorMessage: 'OCP says FAILED', export: about });
  });

  it('is the word that was not expected', () => {
    const unknown = { ...status(3, 'UNKNOWN'), word: 'Paused' } as ExportJobEvent;
    const paused = after(after(polling, status(2, 'IN_PROGRESS'), minute(70)), unknown, minute(75));
    expect(jobEndedOf(paused, why).unknownStatus).toBe('Paused');
    const absent = { ...status(2, 'ABSENT'), word: '404' } as ExportJobEvent;
    expect(jobEndedOf(after(polling, absent, minute(70)), why).unknownStatus).toBe('404');
    const runs = after(paused, status(4, 'IN_PROGRESS'), minute(80));
    expect(jobEndedOf(runs, why)).not.toHaveProperty('unknownStatus');
  });

  it('is the word also after the listing of such a job could not be read', () => {
    let job = created;
    for (let number = 1; number <= policy.maxPolls; number += 1)
      job = after(job, { ...status(number, 'UNKNOWN'), word: 'Paused' } as ExportJobEvent, minute(61));
    expect(job.phase).toBe('exported');
    const lost = after(job, { type: 'results-gone', message: 'HTTP 404' }, minute(62));
    expect(jobEndedOf(lost, why).unknownStatus).toBe('Paused');
  });
});
