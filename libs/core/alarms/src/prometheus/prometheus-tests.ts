import type { Alarm, Condition } from '../alarm.ts';
import { forMinutesOf } from './expression-of.ts';
import { type PrometheusRule, prometheusRuleOf } from './prometheus-rules.ts';
import { casesOf, type Step } from './series-of.ts';

/** The content of a test file of promtool: firing and silent cases of each rule. */
export const prometheusTests = (alarms: readonly Alarm[], ruleFile: string) => ({
  rule_files: [ruleFile],
  evaluation_interval: '1m',
  tests: alarms.flatMap(testsOf),
});

const testsOf = (alarm: Alarm) => {
  const rule = prometheusRuleOf(alarm);
  if (!rule) return [];
  const { firing, silent } = casesOf(alarm.condition);
  return [
    ...firing.map((steps) => testOf(rule, alarm.condition, steps, true)),
    ...silent.map((steps) => testOf(rule, alarm.condition, steps, false)),
  ];
};

const testOf = (rule: PrometheusRule, condition: Condition, steps: readonly Step[], fires: boolean) => {
  const quietMinutes = quietMinutesOf(condition);
  const { labels, annotations } = rule;
  return {
    name: `${rule.alert} ${fires ? 'fires' : 'is silent'}: ${describe(steps)}`,
    interval: '1m',
    input_series: steps.map(({ series, before, after }) => ({
      series,
      values: `${before ?? '_'}x${quietMinutes} ${after}x${forMinutesOf(condition) + 2}`,
    })),
    alert_rule_test: [
      {
        // One minute after the event, and after the time for which the alarm waits.
        eval_time: `${quietMinutes + 2 + forMinutesOf(condition)}m`,
        alertname: rule.alert,
        exp_alerts: fires ? [{ exp_labels: labels, exp_annotations: annotations }] : [],
      },
    ],
  };
};

/** Longer than the range of the condition, so that a series exists at its start. */
const quietMinutesOf = (condition: Condition): number =>
  'overMinutes' in condition ? condition.overMinutes + 5 : 5;

const describe = (steps: readonly Step[]): string =>
  steps.map(({ series, before, after }) => `${series} ${before ?? 'absent'} to ${after}`).join(', ') ||
  'no series';
