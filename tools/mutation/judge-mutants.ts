import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyMutation, describeChange, type Fate, type JudgedMutant, type Mutant } from './mutation.ts';
import type { RunSuite } from './run-suite.ts';

const FIRST_RUN_LIMIT_MS = 10 * 60_000;
const LEAST_LIMIT_MS = 60_000;

export type JudgeOptions = {
  /** Root of the copy. Its files are changed and written back. */
  readonly copy: string;
  readonly runSuite: RunSuite;
  /** The projects whose tests run, in turn, until one catches the mutant. */
  readonly suitesOf: (mutant: Mutant) => readonly string[];
  readonly onJudged: (judged: JudgedMutant) => void;
};

/** Runs the tests on each mutant. A suite that takes four times as long as without a mutation counts as hung. */
export const judgeMutants = async (
  mutants: readonly Mutant[],
  { copy, runSuite, suitesOf, onJudged }: JudgeOptions,
): Promise<JudgedMutant[]> => {
  const limitMsOf = makeLimits(runSuite);
  const judged: JudgedMutant[] = [];
  for (const mutant of mutants) {
    const path = join(copy, mutant.path);
    const source = readFileSync(path, 'utf8');
    const { line, before, after } = describeChange(source, mutant);
    const { project, kind, isRefusedByTypes } = mutant;
    let verdict: { fate: Fate; caughtBy?: string } = { fate: 'refused by types' };
    if (!isRefusedByTypes) {
      const limits = new Map<string, number>();
      for (const suite of suitesOf(mutant)) limits.set(suite, await limitMsOf(suite));
      writeFileSync(path, applyMutation(source, mutant));
      verdict = await runSuites(limits, runSuite).finally(() => writeFileSync(path, source));
    }
    judged.push({ project, kind, place: `${mutant.path}:${line}`, before, after, ...verdict });
    onJudged(judged.at(-1)!);
  }
  return judged;
};

const runSuites = async (
  limits: ReadonlyMap<string, number>,
  runSuite: RunSuite,
): Promise<{ fate: Fate; caughtBy?: string }> => {
  for (const [suite, limitMs] of limits) {
    const result = await runSuite(suite, limitMs);
    if (result !== 'passed') return { fate: result === 'hung' ? 'hung' : 'killed', caughtBy: suite };
  }
  return { fate: 'survived' };
};

/** Runs each suite once without a mutation: it must pass, and its duration bounds the runs on mutants. */
const makeLimits = (runSuite: RunSuite): ((suite: string) => Promise<number>) => {
  const limits = new Map<string, number>();
  return async (suite) => {
    const known = limits.get(suite);
    if (known !== undefined) return known;
    const startedMs = performance.now();
    const result = await runSuite(suite, FIRST_RUN_LIMIT_MS);
    if (result !== 'passed') throw new Error(`the tests of ${suite} ${result} without a mutation`);
    const limitMs = Math.max(LEAST_LIMIT_MS, 4 * (performance.now() - startedMs));
    limits.set(suite, limitMs);
    return limitMs;
  };
};
