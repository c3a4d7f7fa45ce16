import { DEFAULT_EXPORT_API } from '@recordings/call-record';
import { jobStatusName } from './job-status-name.ts';

const { statusWords } = DEFAULT_EXPORT_API;

describe('jobStatusName', () => {
  it.each([
    ['CREATED', 'CREATED'],
    ['Queued', 'CREATED'],
    ['IN_PROGRESS', 'IN_PROGRESS'],
    ['in progress', 'IN_PROGRESS'],
    ['InProgress', 'IN_PROGRESS'],
    ['in-progress', 'IN_PROGRESS'],
    ['running', 'IN_PROGRESS'],
    ['COMPLETED', 'COMPLETED'],
    ['Finished', 'COMPLETED'],
    ['FAILED', 'FAILED'],
    ['cancelled', 'FAILED'],
    ['expired', 'EXPIRED'],
  ])('reads %s as %s', (raw, expected) => {
    expect(jobStatusName(statusWords, raw)).toBe(expected);
  });

  it.each(['', 'COMPLETED_WITH_ERRORS', 'not completed', 'constructor', '完了'])(
    'guesses nothing from "%s"',
    (raw) => {
      expect(jobStatusName(statusWords, raw)).toBe('UNKNOWN');
    },
  );
});
