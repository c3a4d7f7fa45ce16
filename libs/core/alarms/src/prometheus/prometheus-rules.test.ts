import { type Alarm, type Condition, isOfAws } from '../alarm.ts';
import { alarms } from '../table/alarms.ts';
import { prometheusRuleOf, prometheusRules } from './prometheus-rules.ts';
import { prometheusTests } from './prometheus-tests.ts';

const alarm = (condition: Condition): Alarm => ({
  id: 'too-many',
  title: 'Too many',
  severity: 'critical',
  condition,
  means: 'There are too many.',
  source: 'ours',
});

describe('a Prometheus rule', () => {
  it('names severity, title, meaning and runbook page', () => {
    const rule = prometheusRuleOf(
      alarm({ kind: 'level', of: { metric: 'm' }, above: 3, forMinutes: 60, everyMinutes: 1 }),
    );
    expect(rule).toEqual({
      alert: 'too-many',
      expr: 'max(m) > 3',
      for: '60m',
      labels: { severity: 'critical' },
      annotations: {
        summary: 'Too many',
        description: 'There are too many.',
        runbook: 'docs/runbooks/too-many.md',
      },
    });
  });

  it('counts a series that begins within the range by its whole value', () => {
    const rule = prometheusRuleOf(alarm({ kind: 'increase', of: { metric: 'm' }, above: 0, overMinutes: 5 }));
    expect(rule?.expr).toBe('sum((m unless m offset 5m) or increase(m[5m])) > 0');
  });

  it('selects the values of a label and no others that contain them', () => {
    const rule = prometheusRuleOf(
      alarm({
        kind: 'level',
        of: { metric: 'm', where: { label: 'class', isOneOf: ['a.b', 'given up'] } },
        above: 0,
        forMinutes: 1,
        everyMinutes: 1,
      }),
    );
    expect(rule?.expr).toBe(String.raw`sum(max by (class) (m{class=~"a\\.b|given up"})) > 0`);
  });

  it.each<Condition>([
    { kind: 'queue', metric: 'ApproximateAgeOfOldestMessage', queues: ['q'], above: 0, forMinutes: 5 },
    { kind: 'executions', of: ['ExecutionsTimedOut'], above: 0, overMinutes: 5 },
    {
      kind: 'executions-ratio',
      of: ['ExecutionsFailed'],
      to: ['ExecutionsSucceeded', 'ExecutionsFailed'],
      share: 0.5,
      atLeast: 4,
      overMinutes: 5,
    },
  ])('does not exist for a figure that only AWS reports: $kind', (condition) => {
    expect(prometheusRuleOf(alarm(condition))).toBeUndefined();
  });
});

describe('the rules and their tests', () => {
  const rules = prometheusRules(alarms).groups.flatMap((group) => group.rules);
  const { tests } = prometheusTests(alarms, 'alerts.rules.yml');

  it('exist for every alarm on a metric of ours', () => {
    const expected = alarms.filter(({ condition }) => !isOfAws(condition)).map(({ id }) => id);
    expect(rules.map(({ alert }) => alert)).toEqual(expected);
  });

  it('have a firing and a silent case for each rule', () => {
    for (const { alert } of rules) {
      const expected = tests
        .flatMap((test) => test.alert_rule_test)
        .filter(({ alertname }) => alertname === alert)
        .map(({ exp_alerts }) => exp_alerts.length);
      expect([alert, new Set(expected)]).toEqual([alert, new Set([0, 1])]);
    }
  });
});
