import { type Alarm, alarms } from '@recordings/alarms';
import { runPromtool } from '../alarm-docs/run-promtool.ts';
import { testRule } from '../alarm-docs/test-rules.ts';

describe('the generated tests of the Prometheus rules', () => {
  let isInstalled: boolean;
  beforeAll(async () => {
    isInstalled = (await runPromtool('.', ['--version'])) !== 'skipped';
  });

  const alarmNamed = (id: string): Alarm => alarms.find((alarm) => alarm.id === id)!;
  const changed = (id: string, change: object): Alarm => {
    const alarm = alarmNamed(id);
    return { ...alarm, condition: { ...alarm.condition, ...change } as Alarm['condition'] };
  };

  it('pass on the rule of the table', async () => {
    expect(await testRule(alarmNamed('calls-given-up'))).toBe(isInstalled ? 'ok' : 'skipped');
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
    const result = await testRule(alarmNamed(id), changed(id, change));
    expect(result).toEqual(
      isInstalled ? { failure: expect.stringContaining(`alertname: ${id}`) as unknown } : 'skipped',
    );
  });
});
