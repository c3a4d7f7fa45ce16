import type {
  CreateStateMachineInput,
  DescribeExecutionInput,
  DescribeStateMachineInput,
  ListExecutionsInput,
  ListStateMachinesInput,
  RedriveExecutionInput,
  SendTaskFailureInput,
  SendTaskHeartbeatInput,
  SendTaskSuccessInput,
  StartExecutionInput,
  StopExecutionInput,
  UpdateStateMachineInput,
} from '@aws-sdk/client-sfn';
import type { TaskTokens } from '../tasks/task-tokens.ts';
import {
  describeExecution,
  describeMachine,
  seconds,
  summarizeExecution,
  summarizeMachine,
} from './describe.ts';
import type { Executions } from './executions.ts';
import { listPage } from './list-page.ts';
import { parseJson } from './parse-json.ts';
import type { StateMachines } from './state-machines.ts';

type Parts = {
  readonly machines: StateMachines;
  readonly executions: Executions;
  readonly tasks: TaskTokens;
};

export type Operation = (input: never) => object;

/** The operations of the service that the emulator knows, by their names. */
export const makeOperations = (parts: Parts): Readonly<Record<string, Operation>> => ({
  ...machineOperations(parts),
  ...executionOperations(parts),
  ...taskOperations(parts),
});

const machineOperations = ({ machines }: Parts) => ({
  CreateStateMachine: (input: CreateStateMachineInput) => {
    const { arn, createdAt } = machines.create(input.name, input);
    return { stateMachineArn: arn, creationDate: seconds(createdAt) };
  },
  UpdateStateMachine: (input: UpdateStateMachineInput) => {
    machines.update(input.stateMachineArn, input);
    return { updateDate: seconds(new Date()) };
  },
  DescribeStateMachine: (input: DescribeStateMachineInput) =>
    describeMachine(machines.get(input.stateMachineArn)),
  ListStateMachines: (input: ListStateMachinesInput) => {
    const { items, ...page } = listPage(machines.list(), ({ arn }) => arn, input);
    return { stateMachines: items.map(summarizeMachine), ...page };
  },
});

const executionOperations = ({ machines, executions }: Parts) => ({
  StartExecution: (input: StartExecutionInput) => {
    const { arn, startedAt } = executions.start(machines.get(input.stateMachineArn), input.name, input.input);
    return { executionArn: arn, startDate: seconds(startedAt) };
  },
  DescribeExecution: (input: DescribeExecutionInput) => describeExecution(executions.get(input.executionArn)),
  ListExecutions: (input: ListExecutionsInput) => {
    const all = executions.list(machines.get(input.stateMachineArn).arn);
    const listed = all.filter(({ ending }) =>
      [ending?.status ?? 'RUNNING', undefined].includes(input.statusFilter),
    );
    const { items, ...page } = listPage(listed, ({ arn }) => arn, input);
    return { executions: items.map(summarizeExecution), ...page };
  },
  StopExecution: (input: StopExecutionInput) => ({
    stopDate: seconds(executions.abort(input.executionArn, input.error, input.cause)),
  }),
  RedriveExecution: (input: RedriveExecutionInput) => ({
    redriveDate: seconds(executions.redrive(input.executionArn)),
  }),
});

const taskOperations = ({ tasks }: Parts) => ({
  SendTaskSuccess: ({ taskToken = '', output = '' }: SendTaskSuccessInput) => {
    tasks.succeed(taskToken, parseJson(output, 'InvalidOutput'));
    return {};
  },
  SendTaskFailure: ({ taskToken = '', error, cause }: SendTaskFailureInput) => {
    tasks.fail(taskToken, error, cause);
    return {};
  },
  SendTaskHeartbeat: ({ taskToken = '' }: SendTaskHeartbeatInput) => {
    tasks.beat(taskToken);
    return {};
  },
});
