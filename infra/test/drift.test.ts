import { DescribeTableCommand, ListTablesCommand, type TableDescription } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import {
  GetSubscriptionAttributesCommand,
  ListSubscriptionsCommand,
  ListTopicsCommand,
} from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, ListQueuesCommand } from '@aws-sdk/client-sqs';
import { type ProvisionedAws, provisionStateMachine, startProvisionedAws } from '@recordings/local-aws';
import { servicesTemplate } from '../src/services/test/services-template.ts';
import { LINES_OF_BUSINESS, PREFIX, synthesizeData } from './data-stack.ts';

/** Compares what the local provisioner makes with what CDK makes. Both read the topology; neither may add or leave out. */
describe('the local stack and AWS', () => {
  const stage = synthesizeData();
  let local: ProvisionedAws;
  beforeAll(async () => {
    local = await startProvisionedAws({ prefix: PREFIX, linesOfBusiness: LINES_OF_BUSINESS });
  });
  afterAll(() => local.stop());

  /** A local name without the prefix, which differs at an endpoint that others use too. */
  const bare = (name: string): string => name.slice(local.prefix.length + 1);
  const ours = (names: readonly string[]): string[] =>
    names
      .filter((name) => name.startsWith(`${local.prefix}-`))
      .map(bare)
      .sort();
  const lastOf = (arn: string): string => arn.split(/[:/]/).at(-1)!;
  const deployed = (type: string, property: string): string[] =>
    stage
      .ofType(type)
      .map(({ Properties }) => Properties[property])
      .filter((name) => typeof name === 'string')
      .map((name) => name.slice(PREFIX.length + 1))
      .sort();
  /** `<test-audit>` → `audit` */
  const referred = (reference: unknown): string => String(reference).slice(PREFIX.length + 2, -1);

  it('have the same buckets', async () => {
    const { Buckets = [] } = await local.clients.s3.send(new ListBucketsCommand());
    expect(deployed('AWS::S3::Bucket', 'BucketName')).toEqual(ours(Buckets.map(({ Name }) => Name!)));
  });

  it('have the same topics', async () => {
    const { Topics = [] } = await local.clients.sns.send(new ListTopicsCommand());
    expect(deployed('AWS::SNS::Topic', 'TopicName')).toEqual(
      ours(Topics.map(({ TopicArn }) => lastOf(TopicArn!))),
    );
  });

  it('have the same queues, with the same timeouts, retention and DLQs', async () => {
    const { sqs } = local.clients;
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: `${local.prefix}-` }));
    const provisioned = await Promise.all(
      QueueUrls.map(async (QueueUrl) => {
        const { Attributes = {} } = await sqs.send(
          new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
        );
        const redrive = JSON.parse(Attributes.RedrivePolicy ?? 'null') as Redrive | null;
        return {
          name: bare(lastOf(QueueUrl)),
          visibilityTimeoutS: Number(Attributes.VisibilityTimeout),
          retentionS: Number(Attributes.MessageRetentionPeriod),
          ...(redrive && {
            dlq: bare(lastOf(redrive.deadLetterTargetArn)),
            receives: Number(redrive.maxReceiveCount),
          }),
        };
      }),
    );
    const synthesized = stage.ofType('AWS::SQS::Queue').map(({ Properties }) => {
      const redrive = Properties['RedrivePolicy'] as Redrive | undefined;
      return {
        name: String(Properties['QueueName']).slice(PREFIX.length + 1),
        visibilityTimeoutS: Properties['VisibilityTimeout'],
        retentionS: Properties['MessageRetentionPeriod'],
        ...(redrive && { dlq: referred(redrive.deadLetterTargetArn), receives: redrive.maxReceiveCount }),
      };
    });
    const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name);
    expect(synthesized.sort(byName)).toEqual(provisioned.sort(byName));
  });

  it('have the same subscriptions: raw, with the same filters and DLQs', async () => {
    const { sns } = local.clients;
    const { Subscriptions = [] } = await sns.send(new ListSubscriptionsCommand());
    const provisioned = await Promise.all(
      Subscriptions.filter(({ TopicArn }) => lastOf(TopicArn!).startsWith(`${local.prefix}-`)).map(
        async ({ SubscriptionArn, TopicArn, Endpoint }) => {
          const { Attributes = {} } = await sns.send(
            new GetSubscriptionAttributesCommand({ SubscriptionArn }),
          );
          const redrive = JSON.parse(Attributes['RedrivePolicy']!) as Redrive;
          return {
            topic: bare(lastOf(TopicArn!)),
            queue: bare(lastOf(Endpoint!)),
            raw: Attributes['RawMessageDelivery'] === 'true',
            filter: JSON.parse(Attributes['FilterPolicy'] ?? 'null') as unknown,
            dlq: bare(lastOf(redrive.deadLetterTargetArn)),
          };
        },
      ),
    );
    const synthesized = stage.ofType('AWS::SNS::Subscription').map(({ Properties }) => ({
      topic: referred(Properties['TopicArn']),
      queue: referred(Properties['Endpoint']),
      raw: Properties['RawMessageDelivery'],
      filter: Properties['FilterPolicy'] ?? null,
      dlq: referred((Properties['RedrivePolicy'] as Redrive).deadLetterTargetArn),
    }));
    expect(synthesized).toHaveLength(provisioned.length);
    expect(synthesized).toEqual(expect.arrayContaining(provisioned));
  });

  it('have the state machine under the same name', async () => {
    const stateMachineArn = await provisionStateMachine(local);
    const made = Object.values(servicesTemplate().findResources('AWS::StepFunctions::StateMachine'));
    const names = made.map(({ Properties }) => (Properties as { StateMachineName: string }).StateMachineName);
    expect(names.map((name) => name.slice(PREFIX.length + 1))).toEqual([bare(lastOf(stateMachineArn))]);
  });

  it('have the same tables, with the same keys, indexes and projections', async () => {
    const { dynamodb } = local.clients;
    const { TableNames = [] } = await dynamodb.send(new ListTablesCommand());
    const names = TableNames.filter((name) => name.startsWith(`${local.prefix}-`)).sort();
    const provisioned = await Promise.all(
      names.map(async (TableName) => {
        const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
        return shapeOf(bare(TableName), Table!);
      }),
    );
    const synthesized = stage
      .ofType('AWS::DynamoDB::Table')
      .map(({ Properties }) =>
        shapeOf(String(Properties['TableName']).slice(PREFIX.length + 1), Properties as TableDescription),
      );
    expect(synthesized.sort((a, b) => a.name.localeCompare(b.name))).toEqual(provisioned);
  });
});

type Redrive = { readonly deadLetterTargetArn: string; readonly maxReceiveCount: string | number };

const shapeOf = (name: string, table: TableDescription) => ({
  name,
  key: table.KeySchema,
  indexes: (table.GlobalSecondaryIndexes ?? [])
    .map(({ IndexName, KeySchema, Projection }) => ({
      name: IndexName!,
      key: KeySchema,
      type: Projection?.ProjectionType,
      attributes: [...(Projection?.NonKeyAttributes ?? [])].sort(),
    }))
    .sort((a, b) => a.name.localeCompare(b.name)),
});
