/** `critical`: act now, at night too. `warning`: act on the next working day. */
export type Severity = 'critical' | 'warning';

/** The series of a metric whose label has one of these values; without `where`, all its series. They are added. */
export type Selection = {
  readonly metric: string;
  readonly where?: { readonly label: string; readonly isOneOf: readonly [string, ...string[]] };
};

export type Condition =
  /** A counter grew by more than `above` within `overMinutes`. */
  | {
      readonly kind: 'increase';
      readonly of: Selection;
      readonly above: number;
      readonly overMinutes: number;
    }
  /** A counter did not grow, or is absent, for `overMinutes` and then for `forMinutes` more. */
  | {
      readonly kind: 'no-increase';
      readonly of: Selection;
      readonly overMinutes: number;
      readonly forMinutes: number;
    }
  /** No task of a service reported anything for `forMinutes`. */
  | {
      readonly kind: 'silence';
      readonly service: string;
      /** A counter that only this service has. A service writes it for CloudWatch also if it did not grow. */
      readonly of: Selection;
      readonly forMinutes: number;
    }
  /** A gauge was above `above` for `forMinutes`. */
  | {
      readonly kind: 'level';
      readonly of: Selection;
      readonly above: number;
      readonly forMinutes: number;
      /** How often a service sets the gauge, on AWS. */
      readonly everyMinutes: number;
    }
  /** The growth of one counter is `share` or more of that of another, which grew by at least `atLeast`. */
  | {
      readonly kind: 'ratio';
      readonly of: Selection;
      readonly to: Selection;
      /** From 0 to 1. */
      readonly share: number;
      readonly atLeast: number;
      readonly overMinutes: number;
    }
  /** The mean of the values of a histogram is above `above`. */
  | {
      readonly kind: 'mean';
      readonly histogram: string;
      readonly above: number;
      readonly overMinutes: number;
    }
  | QueueCondition
  | ExecutionsCondition
  | ExecutionsRatioCondition;

/** A figure that SQS reports to CloudWatch was above `above` for `forMinutes`. Each queue is watched alone. */
export type QueueCondition = {
  readonly kind: 'queue';
  readonly metric: 'ApproximateNumberOfMessagesVisible' | 'ApproximateAgeOfOldestMessage';
  /** Names of the topology. */
  readonly queues: readonly string[];
  /** Messages or seconds. */
  readonly above: number;
  readonly forMinutes: number;
};

/** A figure that Step Functions reports to CloudWatch of the executions of our state machine. */
export type ExecutionFigure =
  | 'ExecutionsSucceeded'
  | 'ExecutionsFailed'
  | 'ExecutionsTimedOut'
  | 'ExecutionsAborted'
  | 'ExecutionThrottled';

/** The sum of these figures was above `above` within `overMinutes`. */
export type ExecutionsCondition = {
  readonly kind: 'executions';
  readonly of: readonly ExecutionFigure[];
  readonly above: number;
  readonly overMinutes: number;
};

/** The sum of these figures was `share` or more of that of others, which was at least `atLeast`. */
export type ExecutionsRatioCondition = {
  readonly kind: 'executions-ratio';
  readonly of: readonly ExecutionFigure[];
  readonly to: readonly ExecutionFigure[];
  /** From 0 to 1. */
  readonly share: number;
  readonly atLeast: number;
  readonly overMinutes: number;
};

/** A condition on figures that AWS reports. Prometheus does not have them. */
export type AwsCondition = QueueCondition | ExecutionsCondition | ExecutionsRatioCondition;

/** Whether a condition is on figures that AWS reports, and not on metrics of our services. */
export const isOfAws = (condition: Condition): condition is AwsCondition =>
  condition.kind === 'queue' || condition.kind === 'executions' || condition.kind === 'executions-ratio';

/** One row of the table. */
export type Alarm = {
  /** Also the name of its runbook page, `docs/runbooks/{id}.md`. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly condition: Condition;
  /** What is wrong, in one sentence. */
  readonly means: string;
  /** The row of the requirement documents, or `ours`. */
  readonly source: string;
};
