import {
  configBucket,
  physicalName,
  queues as queueShapes,
  reconciliationFailures,
} from '@recordings/topology';
import { Stack, type StackProps } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { makeOperatorRole } from '../security/make-operator-role.ts';
import { grantToReaderRoles, makeReaderRoles, type ReaderRoles } from '../security/make-reader-roles.ts';
import { grantToTaskRoles, makeTaskRoles, type TaskRoles } from '../security/make-task-roles.ts';
import { REGISTRY_KEY } from '../security/object-grants.ts';
import { type Protection, protectBuckets } from '../security/protect-buckets.ts';
import { restrictPublishers } from '../security/restrict-publishers.ts';
import type { Resources } from '../security/statements-of.ts';
import type { DataSettings } from '../settings/schemas/data-schema.ts';
import { admitEndedRule } from '../workflow/admit-ended-rule.ts';
import type { WorkflowData } from '../workflow/make-state-machine.ts';
import { makeBuckets } from './make-buckets.ts';
import { makeKeys } from './make-keys.ts';
import { makeQueues } from './make-queues.ts';
import { makeSecrets, type Secrets } from './make-secrets.ts';
import { makeTables } from './make-tables.ts';
import { makeTopics, type TopicName } from './make-topics.ts';

export type DataStackProps = StackProps & {
  readonly prefix: string;
  readonly linesOfBusiness: readonly string[];
  readonly data: DataSettings;
};

/** What holds state, and who may use it. */
export type Data = Resources & {
  readonly stack: Stack;
  /** The role of each service, by its folder in `apps/`. */
  readonly roles: TaskRoles;
  readonly readerRoles: ReaderRoles;
  readonly secrets: Secrets;
  readonly topicArns: Readonly<Record<TopicName, string>>;
  /** Of the key that encrypts every object. */
  readonly bucketKeyArn: string;
  /** What the state machine uses. */
  readonly workflow: WorkflowData;
  /** `REGISTRY_FILE` of every service. */
  readonly registryFile: string;
};

/** Makes what holds state: keys, tables, buckets, topics, queues and secrets, and the roles that may use them. */
export const makeDataStack = (scope: Construct, id: string, props: DataStackProps): Data => {
  const { prefix, linesOfBusiness, data, ...stackProps } = props;
  const stack = new Stack(scope, id, stackProps);
  // Admits S3's log delivery by the policy of the bucket, because the buckets have no ACLs.
  stack.node.setContext('@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy', true);
  const group = (name: string): Construct => new Construct(stack, name);
  const keys = makeKeys(group('Keys'), prefix, data.retain);
  const queues = makeQueues(group('Queues'), { prefix, key: keys.data });
  const resources: Resources = {
    prefix,
    keys,
    tables: makeTables(group('Tables'), { prefix, key: keys.data, retain: data.retain }),
    queues,
    topics: makeTopics(group('Topics'), { prefix, key: keys.data, queues }),
    buckets: makeBuckets(group('Buckets'), { prefix, key: keys.objects, linesOfBusiness, data }),
  };
  const roles = makeTaskRoles(group('TaskRoles'), prefix);
  const readerRoles = makeReaderRoles(group('ReaderRoles'), {
    prefix,
    linesOfBusiness,
    readers: data.readers,
  });
  const operatorRole = makeOperatorRole(group('OperatorRole'), resources, linesOfBusiness, data.operators);
  grantToTaskRoles(roles, linesOfBusiness, resources);
  grantToReaderRoles(readerRoles, resources.buckets, keys.objects.keyArn);
  admitEndedRule(queues.get(queueShapes.workflowTasks.name)!, prefix);
  admitOnly({ taskRoles: roles, readerRoles, operatorRole, linesOfBusiness }, resources);
  return {
    ...resources,
    stack,
    roles,
    readerRoles,
    secrets: makeSecrets(group('Secrets'), { prefix, key: keys.data, retain: data.retain }),
    topicArns: topicArnsOf(resources),
    bucketKeyArn: keys.objects.keyArn,
    workflow: workflowDataOf(resources),
    registryFile: `s3://${physicalName(prefix, configBucket)}/${REGISTRY_KEY}`,
  };
};

/** Denies the use of objects and topics to all other roles. */
const admitOnly = (roles: Omit<Protection, 'buckets'>, { buckets, topics }: Resources): void => {
  protectBuckets({ buckets, ...roles });
  restrictPublishers(topics, roles.taskRoles, roles.operatorRole);
};

const topicArnsOf = ({ topics }: Resources): Data['topicArns'] => ({
  reconciliationEvents: topics.reconciliationEvents.topicArn,
  recordingEvents: topics.recordingEvents.topicArn,
});

const workflowDataOf = ({ queues, tables, keys }: Resources): WorkflowData => ({
  tasksQueue: queues.get(queueShapes.workflowTasks.name)!,
  failuresQueue: queues.get(reconciliationFailures)!,
  reconciliationsTable: tables.reconciliations,
  dataKeyArn: keys.data.keyArn,
});
