import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { makeProgress } from './verify/make-progress.ts';
import { readJestReports } from './verify/read-jest-reports.ts';
import { runStep } from './verify/run-step.ts';
import { PROJECTS_STEP, type Step, selectSteps } from './verify/steps.ts';
import { sumJestResults } from './verify/sum-jest-results.ts';

const { only } = parseArgs({ options: { only: { type: 'string', multiple: true, short: 'o' } } }).values;
const selected = selectSteps(only?.flatMap((names) => names.split(',')));
const ranProjects = selected.some(({ name }) => name === PROJECTS_STEP);
const progress = makeProgress(process.stdout);

// A report of a project that is gone would be counted; those that Nx has in its cache come back.
if (ranProjects) await rm('reports', { recursive: true, force: true });

const failures: string[] = [];
const runLane = async (lane: readonly Step[]): Promise<void> => {
  for (const step of lane) {
    const shown = progress.begin(step.name);
    const { passed, durationMs, output } = await runStep(step, shown.output);
    shown.end(passed, durationMs);
    if (!passed) failures.push(`\n── ${step.name} ──\n${output.trimEnd()}\n`);
  }
};
await Promise.all(
  Map.groupBy(selected, ({ lane }) => lane)
    .values()
    .map(runLane),
);
for (const failure of failures) console.log(failure);

const tests = sumJestResults(ranProjects ? await readJestReports() : []);
if (tests.skipped > 0) console.log(`${tests.skipped} skipped`);
const failed = tests.failed + failures.length;
console.log(`${tests.passed + selected.length - failures.length} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
