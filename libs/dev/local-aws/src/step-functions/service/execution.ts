import type { Definition } from '../asl/definition.ts';
import type { Position } from '../asl/scope.ts';
import { arnOfExecution } from './arn.ts';
import type { Machine } from './state-machines.ts';

/** How an execution ended. */
export type Ending =
  | { readonly status: 'SUCCEEDED'; readonly output: string }
  | {
      readonly status: 'FAILED' | 'ABORTED' | 'TIMED_OUT';
      readonly error?: string | undefined;
      readonly cause?: string | undefined;
    };

export type Execution = {
  readonly arn: string;
  readonly name: string;
  readonly machine: Pick<Machine, 'arn' | 'name' | 'roleArn'>;
  readonly definition: Definition;
  /** JSON, as it was given. */
  readonly input: string;
  readonly startedAt: Date;
  /** The state that runs or that ended it. */
  position: Position;
  /** Ends the run. */
  controller: AbortController;
  /** undefined while it runs. */
  ending?: (Ending & { readonly at: Date }) | undefined;
  redriveCount: number;
  redrivenAt?: Date;
};

export const makeExecution = (
  { arn, name: machineName, roleArn, definition }: Machine,
  name: string,
  input: string,
  parsedInput: unknown,
): Execution => ({
  arn: arnOfExecution(machineName, name),
  name,
  machine: { arn, name: machineName, roleArn },
  definition,
  input,
  startedAt: new Date(),
  position: { name: definition.StartAt, input: parsedInput },
  controller: new AbortController(),
  redriveCount: 0,
});
