import { queues as queueShapes } from '@recordings/topology';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { Buckets } from '../data/make-buckets.ts';
import type { Keys } from '../data/make-keys.ts';
import type { Queues } from '../data/make-queues.ts';
import type { Tables } from '../data/make-tables.ts';
import type { Topics } from '../data/make-topics.ts';
import { stateMachineArnOf } from '../workflow/arns.ts';
import { DYNAMODB_KEY_ACTIONS } from './dynamodb-key-actions.ts';
import type { ObjectGrant, ServiceGrants } from './service-grants.ts';

/** What grants are about. */
export type Resources = {
  /** Of the names of all resources. */
  readonly prefix: string;
  readonly keys: Keys;
  readonly tables: Tables;
  readonly queues: Queues;
  readonly topics: Topics;
  readonly buckets: Buckets;
};

/** The statements of a role that may do what the grants say. */
export const statementsOf = (grants: ServiceGrants, resources: Resources): PolicyStatement[] => [
  ...tableStatements(grants, resources),
  ...queueStatements(grants, resources),
  ...topicStatements(grants, resources),
  ...objectStatements(grants, resources),
  ...stateMachineStatements(grants, resources),
  ...keyStatements(grants, resources),
  ...parameterStatements(grants, resources),
  ...secretStatements(grants, resources),
];

const allow = (actions: readonly string[], resources: readonly string[]): PolicyStatement[] =>
  resources.length === 0 ? [] : [new PolicyStatement({ actions: [...actions], resources: [...resources] })];

const tableStatements = (grants: ServiceGrants, { tables }: Resources): PolicyStatement[] => [
  ...grants.tables.map(
    ({ table, actions, ids }) =>
      new PolicyStatement({
        actions: actions.map((action) => `dynamodb:${action}`),
        resources: [tables[table].tableArn],
        ...(ids !== undefined && {
          conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [ids] } },
        }),
      }),
  ),
  ...allow(
    ['dynamodb:Query'],
    grants.indexes.map(({ table, index }) => `${tables[table].tableArn}/index/${index.name}`),
  ),
  ...allow(
    ['dynamodb:Scan'],
    (grants.scans ?? []).map(({ table, index }) => `${tables[table].tableArn}/index/${index.name}`),
  ),
];

/** A service asks for a queue's URL once, by the queue's name. */
const queueStatements = (
  { drains, explains = [], measures = [], sendsTo }: ServiceGrants,
  { queues }: Resources,
): PolicyStatement[] => {
  const arnsOf = (names: readonly string[]): string[] => names.map((name) => queues.get(name)!.queueArn);
  const deadLettersOfQueues = Object.values(queueShapes)
    .filter(({ name }) => drains.includes(name))
    .map(({ deadLetter }) => deadLetter.queue);
  const deadLetters = [...deadLettersOfQueues, ...explains];
  return [
    ...allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'], arnsOf(drains)),
    // It gives messages that AWS moved there by itself their reason.
    ...allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage'], arnsOf(deadLetters)),
    ...allow(['sqs:GetQueueAttributes'], arnsOf(measures)),
    ...allow(
      ['sqs:GetQueueUrl', 'sqs:SendMessage'],
      arnsOf([...new Set([...drains, ...deadLetters, ...sendsTo])]),
    ),
  ];
};

const topicStatements = ({ publishesTo }: ServiceGrants, { topics }: Resources): PolicyStatement[] =>
  allow(
    ['sns:Publish'],
    publishesTo.map((name) => topics[name].topicArn),
  );

const s3Actions = {
  Get: 's3:GetObject',
  Put: 's3:PutObject',
  AbortUpload: 's3:AbortMultipartUpload',
  Delete: 's3:DeleteObject',
} as const;

const objectStatements = ({ objects }: ServiceGrants, { buckets }: Resources): PolicyStatement[] => [
  ...objects.flatMap(({ bucket, actions, keys = '*' }) =>
    allow(
      actions.flatMap((action) => (action === 'List' ? [] : s3Actions[action])),
      [buckets.get(bucket)!.arnForObjects(keys)],
    ),
  ),
  ...allow(
    ['s3:ListBucket'],
    objects
      .filter(({ actions }) => actions.includes('List'))
      .map(({ bucket }) => buckets.get(bucket)!.bucketArn),
  ),
];

/** IAM decides about a task token by the state machine that made it. */
const stateMachineStatements = (
  { stateMachine = [] }: ServiceGrants,
  { prefix, tables }: Resources,
): PolicyStatement[] =>
  stateMachine.length === 0
    ? []
    : allow(
        stateMachine.map((action) => `states:${action}`),
        [stateMachineArnOf(tables.callRecords, prefix)],
      );

const parameterStatements = (
  { parameters = [] }: ServiceGrants,
  { prefix, tables }: Resources,
): PolicyStatement[] =>
  allow(
    ['ssm:GetParameter'],
    parameters.map((name) =>
      Stack.of(tables.callRecords).formatArn({
        service: 'ssm',
        resource: 'parameter',
        resourceName: `${prefix}/${name}`,
      }),
    ),
  );

const secretStatements = (
  { secrets = [], changesSecrets = [] }: ServiceGrants,
  { prefix, tables }: Resources,
): PolicyStatement[] => {
  const arnOf = (name: string): string =>
    Stack.of(tables.callRecords).formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      // Secrets Manager adds a hyphen and six characters to the name.
      resourceName: `${prefix}/${name}-??????`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  return [
    ...allow(['secretsmanager:GetSecretValue'], secrets.map(arnOf)),
    ...allow(['secretsmanager:PutSecretValue'], changesSecrets.map(arnOf)),
  ];
};

/** Each key only through the AWS services that encrypt with it, never directly. */
const keyStatements = (
  { objects, secrets = [] }: ServiceGrants,
  { keys, tables }: Resources,
): PolicyStatement[] => {
  const { region, urlSuffix } = Stack.of(tables.callRecords);
  const through = (...services: string[]) => ({
    StringEquals: { 'kms:ViaService': services.map((service) => `${service}.${region}.${urlSuffix}`) },
  });
  return [
    new PolicyStatement({
      actions: DYNAMODB_KEY_ACTIONS,
      resources: [keys.data.keyArn],
      conditions: through('dynamodb', 'sqs', 'sns', ...(secrets.length > 0 ? ['secretsmanager'] : [])),
    }),
    new PolicyStatement({
      // A multipart upload decrypts its parts.
      actions: objects.some(isWritten) ? ['kms:GenerateDataKey', 'kms:Decrypt'] : ['kms:Decrypt'],
      resources: [keys.objects.keyArn],
      conditions: through('s3'),
    }),
  ];
};

const isWritten = ({ actions }: ObjectGrant): boolean => actions.includes('Put');
