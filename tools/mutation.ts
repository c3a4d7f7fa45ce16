import { rmSync } from 'node:fs';
import { setPriority } from 'node:os';
import { copyTree } from './mutation/copy-tree.ts';
import { judgeMutants } from './mutation/judge-mutants.ts';
import { planRun, type Run, USAGE } from './mutation/plan-run.ts';
import { renderMutant, renderReport, scoreOf } from './mutation/render-report.ts';
import { makeRunSuite } from './mutation/run-suite.ts';

const LOW_PRIORITY = 10;

const run = async ({ mutants, suitesOf, isJson }: Run, copy: string): Promise<void> => {
  let done = 0;
  const judged = await judgeMutants(mutants, {
    copy,
    runSuite: makeRunSuite(copy),
    suitesOf,
    onJudged: (mutant) => console.error(`${++done}/${mutants.length} ${renderMutant(mutant)}`),
  });
  if (isJson) console.log(JSON.stringify({ score: scoreOf(judged), mutants: judged }, undefined, 2));
  else console.log(`\n${renderReport(judged)}`);
};

if (process.argv.includes('--help')) console.log(USAGE);
else {
  setPriority(LOW_PRIORITY);
  const copy = copyTree(process.cwd());
  // The mutants are read from the copy: the working tree may change while they run.
  await run(planRun(copy, process.argv.slice(2)), copy).finally(() => rmSync(copy, { recursive: true }));
}
