import { jobStatusName } from './job-status-name.ts';

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
    expect(jobStatusName(raw)).toBe(expected);
  });

  it.each(['', 'COMPLETED_WITH_ERRORS', 'not completed', 'constructor', '完了'])(
    'guesses nothing from "%s"',
    (raw) => {
      expect(jobStatusName(raw)).toBe('UNKNOWN');
    },
  );
});
