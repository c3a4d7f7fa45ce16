import { alarms, type Alarm as Row } from '@recordings/alarms';
import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { stateMachineArnOf } from '../workflow/arns.ts';
import { makeDashboard } from './make-dashboard.ts';
import { type Watch, watchOf, watchOfQueue } from './watch-of.ts';
import { watchOfExecutions } from './watch-of-executions.ts';

export type AlarmsStackProps = StackProps & { readonly prefix: string };

/** Makes a topic for alarms of each severity, the alarms of the table, and the dashboard. Subscribe people to the topics. */
export const makeAlarmsStack = (
  scope: Construct,
  id: string,
  { prefix, ...props }: AlarmsStackProps,
): Stack => {
  const stack = new Stack(scope, id, props);
  const key = makeAlarmKey(stack, prefix);
  const topics = {
    critical: makeAlarmTopic(stack, 'critical', prefix, key),
    warning: makeAlarmTopic(stack, 'warning', prefix, key),
  };
  const stateMachineArn = stateMachineArnOf(stack, prefix);
  for (const row of alarms) {
    for (const [suffix, watch] of watchesOf(row, { prefix, stateMachineArn })) {
      makeAlarm(stack, { row, name: `${row.id}${suffix}`, watch, prefix, topic: topics[row.severity] });
    }
  }
  makeDashboard(stack, prefix);
  return stack;
};

type Watched = { readonly prefix: string; readonly stateMachineArn: string };

/** One watch for a condition, and one for each queue of a condition on queues. */
const watchesOf = ({ condition }: Row, { prefix, stateMachineArn }: Watched): [string, Watch][] => {
  switch (condition.kind) {
    case 'queue':
      return condition.queues.map((queue) => [`-${queue}`, watchOfQueue(condition, queue, prefix)]);
    case 'executions':
    case 'executions-ratio':
      return [['', watchOfExecutions(condition, stateMachineArn)]];
    default:
      return [['', watchOf(condition, prefix)]];
  }
};

type AlarmInput = {
  readonly row: Row;
  readonly name: string;
  readonly watch: Watch;
  readonly prefix: string;
  readonly topic: Topic;
};

const makeAlarm = (scope: Construct, { row, name, watch, prefix, topic }: AlarmInput): void => {
  const alarm = new Alarm(scope, name, {
    alarmName: `${prefix}-${row.severity}-${name}`,
    alarmDescription: `${row.title}. ${row.means} What to do: docs/runbooks/${row.id}.md`,
    ...watch,
  });
  const action = new SnsAction(topic);
  alarm.addAlarmAction(action);
  alarm.addOkAction(action);
};

const makeAlarmTopic = (scope: Construct, severity: Row['severity'], prefix: string, key: Key): Topic => {
  const topic = new Topic(scope, `Topic-${severity}`, {
    topicName: `${prefix}-alarms-${severity}`,
    masterKey: key,
    enforceSSL: true,
  });
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'PublishByAlarms',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: ofThisAccount(scope),
    }),
  );
  return topic;
};

/** CloudWatch publishes to an encrypted topic only if the key itself admits it. */
const makeAlarmKey = (scope: Construct, prefix: string): Key => {
  const key = new Key(scope, 'Key', {
    alias: `${prefix}-alarms`,
    description: `Alarms of ${prefix}`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.DESTROY, // Messages are in it for seconds.
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'PublishByAlarms',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'], // In the policy of a key, the key itself.
      conditions: ofThisAccount(scope),
    }),
  );
  return key;
};

const ofThisAccount = (scope: Construct): Record<string, Record<string, string>> => ({
  StringEquals: { 'aws:SourceAccount': Stack.of(scope).account },
});
