import { physicalName, reconciliationStateMachine } from '@recordings/topology';
import { defineStateMachine } from '@recordings/workflow';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { DYNAMODB_KEY_ACTIONS } from '../security/dynamodb-key-actions.ts';

/** What the state machine uses, which is in the stack of the data. */
export type WorkflowData = {
  readonly tasksQueue: { readonly queueUrl: string; readonly queueArn: string };
  readonly failuresQueue: { readonly queueUrl: string; readonly queueArn: string };
  readonly reconciliationsTable: { readonly tableName: string; readonly tableArn: string };
  /** Of the key that encrypts these. */
  readonly dataKeyArn: string;
};

export type StateMachineDeps = {
  readonly prefix: string;
  readonly data: WorkflowData;
  readonly logKey: IKey;
  readonly logDays: number;
  /** Whether its log stays when the stack is deleted. */
  readonly retain: boolean;
};

/** Makes the state machine that drives the windows of groups with `orchestrator: step-functions`. Without any it costs nothing. */
export const makeStateMachine = (scope: Construct, deps: StateMachineDeps): StateMachine => {
  const { prefix, data } = deps;
  const definition = defineStateMachine({
    tasksQueueUrl: data.tasksQueue.queueUrl,
    failuresQueueUrl: data.failuresQueue.queueUrl,
    reconciliationsTable: data.reconciliationsTable.tableName,
  });
  const stateMachine = new StateMachine(scope, 'StateMachine', {
    stateMachineName: physicalName(prefix, reconciliationStateMachine),
    stateMachineType: StateMachineType.STANDARD,
    definitionBody: DefinitionBody.fromString(Stack.of(scope).toJsonString(definition)),
    role: makeRole(scope, data),
    // The data of an execution names calls.
    logs: { destination: makeLogGroup(scope, deps), level: LogLevel.ERROR, includeExecutionData: false },
    tracingEnabled: false,
  });
  acknowledgeFindings(stateMachine);
  return stateMachine;
};

/** Its role may do what the definition does, and nothing else. */
const makeRole = (scope: Construct, data: WorkflowData): Role => {
  const { account, region, urlSuffix } = Stack.of(scope);
  const role = new Role(scope, 'Role', {
    description: 'What the state machine of windows may do',
    assumedBy: new ServicePrincipal('states.amazonaws.com', {
      // A state machine of another account cannot use the role.
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
  });
  const allow = (actions: string[], resources: string[], conditions = {}): void => {
    role.addToPolicy(new PolicyStatement({ actions, resources, conditions }));
  };
  allow(['sqs:SendMessage'], [data.tasksQueue.queueArn, data.failuresQueue.queueArn]);
  allow(['dynamodb:UpdateItem'], [data.reconciliationsTable.tableArn]);
  allow(DYNAMODB_KEY_ACTIONS, [data.dataKeyArn], {
    StringEquals: { 'kms:ViaService': ['dynamodb', 'sqs'].map((name) => `${name}.${region}.${urlSuffix}`) },
  });
  Validations.of(role).acknowledge({
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    reason: 'The actions of log delivery have no resource.',
  });
  return role;
};

const makeLogGroup = (scope: Construct, { prefix, logKey, logDays, retain }: StateMachineDeps): LogGroup =>
  new LogGroup(scope, 'Logs', {
    logGroupName: `/${prefix}/${reconciliationStateMachine}`,
    retention: logDays as RetentionDays,
    encryptionKey: logKey,
    removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });

const acknowledgeFindings = (stateMachine: StateMachine): void => {
  Validations.of(stateMachine).acknowledge({
    id: 'AwsSolutions::AwsSolutions-SF1',
    reason: 'The history of each execution is kept for 90 days. The log is for faults only.',
  });
  Validations.of(stateMachine).acknowledge({
    id: 'AwsSolutions::AwsSolutions-SF2',
    reason: 'No part of the system writes traces. The history of an execution shows the times of its steps.',
  });
};
