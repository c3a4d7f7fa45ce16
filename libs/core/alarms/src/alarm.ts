import type { Measure } from './measure.ts';

/** `critical`: act now, at night too. `warning`: act on the next working day. */
export type Severity = 'critical' | 'warning';

/** A counter grew by more than `above` within the time. */
export type Increase = {
  readonly kind: 'increase';
  readonly measure: Measure;
  readonly above: number;
  readonly withinMinutes: number;
};

export type Condition =
  | Increase
  /** A gauge was above the value for the whole time. */
  | {
      readonly kind: 'level';
      readonly measure: Measure;
      readonly above: number;
      readonly forMinutes: number;
    }
  /** `part` is more than the fraction `above` of `whole`. Below `wholeAtLeast` it says nothing. */
  | {
      readonly kind: 'ratio';
      readonly part: Measure;
      readonly whole: Measure;
      readonly above: number;
      readonly wholeAtLeast: number;
      readonly withinMinutes: number;
    }
  /** The mean of a histogram's values within the time is above the value. */
  | {
      readonly kind: 'mean';
      readonly measure: Measure;
      readonly above: number;
      readonly withinMinutes: number;
    }
  /** A counter did not grow within the time. A counter that is missing did not grow. */
  | { readonly kind: 'no-increase'; readonly measure: Measure; readonly withinMinutes: number }
  /** No process exports the gauge. */
  | { readonly kind: 'silent'; readonly measure: Measure; readonly forMinutes: number }
  /** SQS itself measures these queues, so CloudWatch makes an alarm for each. Prometheus has the substitute, or no rule. */
  | {
      readonly kind: 'queues';
      /** Names of the topology. */
      readonly queues: readonly string[];
      readonly statistic: 'oldest message in seconds' | 'messages';
      readonly above: number;
      readonly forMinutes: number;
      readonly inPrometheus?: Increase;
    };

/** One row of the table. */
export type Alarm = {
  /** Lower case with hyphens. The runbook page is `docs/runbooks/{id}.md`. */
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  /** One sentence: what is wrong, and what happens to the calls. */
  readonly meaning: string;
  readonly condition: Condition;
  /** Where the requirement documents ask for it. */
  readonly source: string;
};
