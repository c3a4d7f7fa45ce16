import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Alarm, alarms, prometheusRules, prometheusTests } from '@recordings/alarms';
import { stringify } from 'yaml';
import { runPromtool } from '../alarm-docs/run-promtool.ts';

describe('the generated tests of the Prometheus rules', () => {
  let folder: string;
  let isInstalled: boolean;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rules-'));
    isInstalled = (await runPromtool(folder, ['--version'])) !== 'skipped';
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Runs the tests of the table against the rules of another one. */
  const testRulesOf = async (changed: readonly Alarm[]) => {
    const write = (name: string, content: unknown) => writeFile(join(folder, name), stringify(content));
    await write('rules.yml', prometheusRules(changed));
    await write('test.yml', prometheusTests(alarms, 'rules.yml'));
    return runPromtool(folder, ['test', 'rules', 'test.yml']);
  };

  const changed = (id: string, change: object): Alarm[] =>
    alarms.map((alarm) =>
      alarm.id === id
        ? { ...alarm, condition: { ...alarm.condition, ...change } as Alarm['condition'] }
        : alarm,
    );

  it('pass on the rules of the table', async () => {
    expect(await testRulesOf(alarms)).toBe(isInstalled ? 'ok' : 'skipped');
  });

  it.each([
    ['a higher limit', 'dynamodb-errors', { above: 11 }],
    ['a lower limit', 'dynamodb-errors', { above: 9 }],
    ['another metric', 'calls-given-up', { of: { metric: 'calls_failed_total' } }],
    ['all values of a label', 'execution-failed', { of: { metric: 'executions_total' } }],
    ['a shorter wait', 'pooler-not-executing', { forMinutes: 0 }],
    ['a longer wait', 'high-backlog', { forMinutes: 90 }],
    ['a higher share', 'ocp-error-rate', { share: 0.51 }],
    ['no least number', 'ocp-error-rate', { atLeast: 1 }],
    ['a higher mean', 'slow-executions', { above: 61 }],
  ])('fail on %s', async (_, id, change) => {
    const result = await testRulesOf(changed(id, change));
    expect(result).toEqual(
      isInstalled ? { failure: expect.stringContaining(`alertname: ${id}`) as unknown } : 'skipped',
    );
  });
});
