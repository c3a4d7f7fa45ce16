import type { Execution } from './execution.ts';
import type { Machine } from './state-machines.ts';

/** The protocol has times in seconds since 1970. */
export const seconds = (time: Date): number => time.getTime() / 1_000;

export const summarizeMachine = ({ arn, name, createdAt }: Machine): object => ({
  stateMachineArn: arn,
  name,
  type: 'STANDARD',
  creationDate: seconds(createdAt),
});

export const describeMachine = (machine: Machine): object => ({
  ...summarizeMachine(machine),
  status: 'ACTIVE',
  definition: machine.text,
  roleArn: machine.roleArn,
});

export const summarizeExecution = (execution: Execution): object => {
  const { arn, name, machine, startedAt, ending, redriveCount, redrivenAt } = execution;
  return {
    executionArn: arn,
    stateMachineArn: machine.arn,
    name,
    status: ending?.status ?? 'RUNNING',
    startDate: seconds(startedAt),
    ...(ending && { stopDate: seconds(ending.at) }),
    redriveCount,
    ...(redrivenAt && { redriveDate: seconds(redrivenAt) }),
  };
};

export const describeExecution = (execution: Execution): object => {
  const { input, ending } = execution;
  const isRedrivable = ending !== undefined && ending.status !== 'SUCCEEDED';
  const { status, at, ...result } = ending ?? {};
  return {
    ...summarizeExecution(execution),
    input,
    ...result,
    redriveStatus: isRedrivable ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
  };
};
