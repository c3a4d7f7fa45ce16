import type { Range } from '../story/start-story-ocp.ts';
import { judgeJobs } from './judge-jobs.ts';

const range = (from: string, to: string): Range => ({
  fromDate: `2026-01-01T${from}:00.000Z`,
  toDate: `2026-01-01T${to}:00.000Z`,
});
const hour = range('01:00', '02:00');
const next = range('02:00', '03:00');
const ocpWith = (mostRunning: number, ...jobs: Range[]) => ({
  mostRunning: () => mostRunning,
  jobRanges: () => jobs,
});

describe('the export jobs of a lane', () => {
  it('break the promise of SQS if two ran at once', () => {
    expect(judgeJobs('sqs', ocpWith(1, hour, hour), [])).toEqual([]);
    expect(judgeJobs('sqs', ocpWith(2, hour, next), [hour, next])).toEqual([
      '2 export jobs of one group ran at once',
    ]);
  });

  it('keep the promise of Step Functions if windows of one hour have a job each, or share one', () => {
    const windows = [range('01:05', '01:07'), range('01:05', '01:30')];
    expect(judgeJobs('step-functions', ocpWith(2, hour, hour), windows)).toEqual([]);
    expect(judgeJobs('step-functions', ocpWith(1, hour), windows)).toEqual([]);
  });

  it('break the promise of Step Functions if a window has two, whatever other hours have', () => {
    const windows = [range('01:05', '01:07'), range('02:00', '02:10'), next];
    expect(judgeJobs('step-functions', ocpWith(1, hour, hour, next), windows)).toEqual([
      'export jobs of 2026-01-01T01:00:00.000Z to 2026-01-01T02:00:00.000Z: 2, windows: 1',
    ]);
  });
});
