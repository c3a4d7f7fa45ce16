import type { Alarm } from '../alarm.ts';
import { expressionOf, forMinutesOf } from './expression-of.ts';

/** One alerting rule, with the names of Prometheus. */
export type PrometheusRule = {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: {
    readonly summary: string;
    readonly description: string;
    readonly runbook: string;
  };
};

/** The page of an alarm, from the root of the repository. */
export const runbookOf = ({ id }: Pick<Alarm, 'id'>): string => `docs/runbooks/${id}.md`;

/** @returns undefined for an alarm on a figure that Prometheus does not have. */
export const prometheusRuleOf = (alarm: Alarm): PrometheusRule | undefined => {
  const expr = expressionOf(alarm.condition);
  if (expr === undefined) return undefined;
  const minutes = forMinutesOf(alarm.condition);
  return {
    alert: alarm.id,
    expr,
    ...(minutes > 0 && { for: `${minutes}m` }),
    labels: { severity: alarm.severity },
    annotations: { summary: alarm.title, description: alarm.means, runbook: runbookOf(alarm) },
  };
};

/** The content of a rule file of Prometheus. */
export const prometheusRules = (alarms: readonly Alarm[]) => ({
  groups: [
    {
      name: 'recordings',
      rules: alarms.map(prometheusRuleOf).filter((rule) => rule !== undefined),
    },
  ],
});
