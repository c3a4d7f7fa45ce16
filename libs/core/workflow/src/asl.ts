/** Amazon States Language, as far as our definition uses it. Paths are JSONPath. */
export type State = Readonly<Record<string, unknown>> & { readonly Type: string };
export type States = Readonly<Record<string, State>>;

export type StateMachine = {
  readonly Comment: string;
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: States;
};

/** What the definition names. URLs and names are physical ones. */
export type WorkflowResources = {
  readonly tasksQueueUrl: string;
  readonly failuresQueueUrl: string;
  readonly reconciliationsTable: string;
};

export type Retrier = {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts: number;
  readonly BackoffRate?: number;
};

export type Catcher = {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly ResultPath?: string;
};

/** Errors that no repetition changes. It comes first: the first retrier that matches decides. */
export const never = (...errors: readonly string[]): Retrier => ({ ErrorEquals: errors, MaxAttempts: 0 });

/** Every other error: of the integrations, of AWS, and the time limit of a task whose message was lost. */
export const RETRY_OTHERS: Retrier = {
  ErrorEquals: ['States.ALL'],
  IntervalSeconds: 5,
  MaxAttempts: 3,
  BackoffRate: 2,
};
