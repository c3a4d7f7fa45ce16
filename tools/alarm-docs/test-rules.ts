import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Alarm, prometheusRules, prometheusTests } from '@recordings/alarms';
import { stringify } from 'yaml';
import { runPromtool } from './run-promtool.ts';

type Result = Awaited<ReturnType<typeof runPromtool>>;

/**
 * Runs the generated tests of one alarm. promtool evaluates every rule of a file in each test, so a file for each alarm
 * takes a tenth of the time.
 *
 * @param tested the alarm that the rule is made from; another one shows that the tests notice the difference.
 */
export const testRule = async (alarm: Alarm, tested: Alarm = alarm): Promise<Result> => {
  const folder = await mkdtemp(join(tmpdir(), 'rule-'));
  try {
    const write = (name: string, content: unknown) => writeFile(join(folder, name), stringify(content));
    await write('rules.yml', prometheusRules([tested]));
    await write('test.yml', prometheusTests([alarm], 'rules.yml'));
    return await runPromtool(folder, ['test', 'rules', 'test.yml']);
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** Runs the generated tests of all alarms. @returns the first failure, if there is one. */
export const testRules = async (alarms: readonly Alarm[]): Promise<Result> => {
  for (const alarm of alarms) {
    const result = await testRule(alarm);
    if (result !== 'ok') return result;
  }
  return 'ok';
};
