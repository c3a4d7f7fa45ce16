import { z } from 'zod';

/** What we read of the report that `jest --json` writes. */
const JestReport = z.object({
  numPassedTests: z.number().int(),
  numFailedTests: z.number().int(),
  numPendingTests: z.number().int(),
  numTodoTests: z.number().int(),
  /** Suites that could not run: their tests are not in the counts. */
  numRuntimeErrorTestSuites: z.number().int(),
});

export type TestCounts = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** Adds up reports, given as JSON text. A suite that could not run and a report that cannot be read fail once each. */
export const sumJestResults = (reports: readonly string[]): TestCounts =>
  reports.map(countsOf).reduce(add, { passed: 0, failed: 0, skipped: 0 });

const countsOf = (text: string): TestCounts => {
  const parsed = JestReport.safeParse(parseJson(text));
  if (!parsed.success) return { passed: 0, failed: 1, skipped: 0 };
  const report = parsed.data;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const add = (a: TestCounts, b: TestCounts): TestCounts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});
