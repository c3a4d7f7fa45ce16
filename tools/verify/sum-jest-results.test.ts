import { sumJestResults } from './sum-jest-results.ts';

const report = (changes: object): string =>
  JSON.stringify({
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    numRuntimeErrorTestSuites: 0,
    testResults: [],
    ...changes,
  });

describe('sumJestResults', () => {
  it('adds up the projects', () => {
    expect(
      sumJestResults([
        report({ numPassedTests: 3, numPendingTests: 1 }),
        report({ numPassedTests: 4, numFailedTests: 2, numTodoTests: 1 }),
      ]),
    ).toEqual({ passed: 7, failed: 2, skipped: 2 });
  });

  it('counts a suite that could not run as failed', () => {
    expect(sumJestResults([report({ numPassedTests: 3, numRuntimeErrorTestSuites: 1 })])).toMatchObject({
      passed: 3,
      failed: 1,
    });
  });

  it.each(['', '{"numPassedTests":', '{"numPassedTests":3}', 'null'])(
    'counts the broken report %j as failed',
    (text) => {
      expect(sumJestResults([text])).toEqual({ passed: 0, failed: 1, skipped: 0 });
    },
  );

  it('is zero for no reports', () => {
    expect(sumJestResults([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });
});
