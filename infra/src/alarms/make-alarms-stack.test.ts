import { alarms, exportedSelections, metricNameOf } from '@recordings/alarms';
import { Template } from 'aws-cdk-lib/assertions';
import { makeTestApp } from '../../test/make-test-app.ts';
import { makeAlarmsStack } from './make-alarms-stack.ts';

const stack = makeAlarmsStack(makeTestApp(), 'alarms', {
  prefix: 'test',
  env: { account: '111111111111', region: 'eu-west-1' },
});
const template = Template.fromStack(stack);
type AlarmProperties = {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly MetricName?: string;
  readonly [property: string]: unknown;
};
const made = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
  ({ Properties }) => Properties as AlarmProperties,
);
const alarmOf = (id: string): AlarmProperties =>
  made.find(({ AlarmName }) => AlarmName.replace(/^test-(critical|warning)-/, '') === id)!;

const arnParts = [
  'arn:',
  { Ref: 'AWS::Partition' },
  ':states:eu-west-1:111111111111:stateMachine:test-reconciliation',
];
const ofStateMachine = { Name: 'StateMachineArn', Value: { 'Fn::Join': ['', arnParts] } };

describe('the alarms of a stage', () => {
  it.each(alarms.map(({ id }) => id))('have %s, with its runbook page', (id) => {
    const ofRow = made.filter(({ AlarmDescription }) => AlarmDescription.includes(`docs/runbooks/${id}.md`));
    const { condition } = alarms.find((alarm) => alarm.id === id)!;
    expect(ofRow).toHaveLength(condition.kind === 'queue' ? condition.queues.length : 1);
  });

  it('adds the growth of all tasks', () => {
    expect(alarmOf('publish-failures')).toMatchObject({
      Namespace: 'Recordings',
      MetricName: 'events_publish_failed_total',
      Dimensions: [{ Name: 'Stage', Value: 'test' }],
      Statistic: 'Sum',
      Period: 900,
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  it('fires if the pooler is silent for 30 minutes, also if it says nothing at all', () => {
    expect(alarmOf('pooler-not-executing')).toMatchObject({
      MetricName: 'executions_total.completed',
      Period: 1_800,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  it('fires if the backlog is high for an hour', () => {
    expect(alarmOf('high-backlog')).toMatchObject({
      Statistic: 'Maximum',
      Period: 1_200,
      EvaluationPeriods: 3,
      Threshold: 5_000,
    });
  });

  it('fires if no task of a service writes anything, also if CloudWatch has no data at all', () => {
    expect(alarmOf('ingestion-api-silent')).toMatchObject({
      Statistic: 'SampleCount',
      Period: 300,
      EvaluationPeriods: 3,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  it('fires if the breaker was open in each 5 minutes of a quarter of an hour', () => {
    expect(alarmOf('circuit-breaker-open')).toMatchObject({
      Statistic: 'Maximum',
      Period: 300,
      EvaluationPeriods: 3,
      Threshold: 0,
    });
  });

  it('says nothing of a share of few requests', () => {
    expect(JSON.stringify(alarmOf('ocp-error-rate')['Metrics'])).toContain(
      'IF(all >= 4, FILL(part, 0) / all, 0)',
    );
  });

  it('adds the figures that Step Functions reports of our state machine', () => {
    const { Metrics, ...alarm } = alarmOf('step-functions-timed-out');
    expect(alarm).toMatchObject({ Threshold: 5, ComparisonOperator: 'GreaterThanThreshold' });
    const [sum, ...figures] = Metrics as Record<string, unknown>[];
    expect(sum).toMatchObject({ Expression: 'FILL(part0, 0) + FILL(part1, 0)', ReturnData: true });
    expect(figures.map(({ MetricStat }) => MetricStat)).toEqual(
      ['ExecutionsTimedOut', 'ExecutionsAborted'].map((MetricName) => ({
        Metric: { Namespace: 'AWS/States', MetricName, Dimensions: [ofStateMachine] },
        Period: 3_600,
        Stat: 'Sum',
      })),
    );
  });

  it('says nothing of a share of few executions', () => {
    const all = '(FILL(all0, 0) + FILL(all1, 0) + FILL(all2, 0) + FILL(all3, 0))';
    expect(JSON.stringify(alarmOf('step-functions-failing')['Metrics'])).toContain(
      `IF(${all} >= 10, (FILL(part0, 0)) / ${all}, 0)`,
    );
  });

  it('reads metrics that the services write, or that AWS reports', () => {
    const written = exportedSelections
      .map(metricNameOf)
      .flatMap((name) => [name, `${name}_sum`, `${name}_count`]);
    const names = made.flatMap(({ MetricName, ...rest }) =>
      MetricName
        ? [MetricName]
        : [...JSON.stringify(rest).matchAll(/"MetricName":"([^"]+)"/g)].map(([, name]) => name!),
    );
    const sqs = ['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage'];
    expect(names.length).toBeGreaterThanOrEqual(made.length);
    const states = [
      ...['ExecutionsSucceeded', 'ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'],
      'ExecutionThrottled',
    ];
    expect([...written, ...sqs, ...states]).toEqual(expect.arrayContaining(names));
  });

  it('goes to the topic of its severity, which is encrypted, and reports there that an alarm has ended', () => {
    const topics = Object.entries(template.findResources('AWS::SNS::Topic'));
    expect(topics.map(([, { Properties }]) => Properties.TopicName).sort()).toEqual([
      'test-alarms-critical',
      'test-alarms-warning',
    ]);
    for (const [id, { Properties }] of topics) {
      expect(Properties).toHaveProperty('KmsMasterKeyId');
      const severity = String(Properties.TopicName).split('-').at(-1);
      for (const alarm of made.filter(({ AlarmName }) => AlarmName.startsWith(`test-${severity}-`)))
        expect(alarm).toMatchObject({ AlarmActions: [{ Ref: id }], OKActions: [{ Ref: id }] });
    }
  });

  it('lets CloudWatch of this account alone publish, and use the key for it', () => {
    const statements = [
      ...Object.values(template.findResources('AWS::SNS::TopicPolicy')),
      ...Object.values(template.findResources('AWS::KMS::Key')),
    ].map(({ Properties }) => JSON.stringify(Properties));
    for (const text of statements) {
      expect(text).toContain('cloudwatch.amazonaws.com');
      expect(text).toContain('"aws:SourceAccount":"111111111111"');
    }
  });

  it('has one dashboard', () => {
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  });
});
