import { Match } from 'aws-cdk-lib/assertions';
import { containersOf, environmentOf, servicesTemplate } from './services-template.ts';

describe('the schedule of the pooler', () => {
  const template = servicesTemplate();

  it('starts one task at the times of the settings, in their time zone', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      Name: 'test-pooler',
      State: 'ENABLED',
      ScheduleExpression: 'cron(0/15 * * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Madrid',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: Match.objectLike({
        EcsParameters: Match.objectLike({
          LaunchType: 'FARGATE',
          NetworkConfiguration: { AwsvpcConfiguration: Match.objectLike({ AssignPublicIp: 'DISABLED' }) },
        }),
      }),
    });
  });

  it('runs one execution without the pooler’s own cron', () => {
    const { pooler } = containersOf(template);
    expect(environmentOf(pooler!)).toMatchObject({ RUN_ONCE: 'true', SCHEDULER_ENABLED: 'false' });
    expect(pooler!.Secrets!.map(({ Name }) => Name)).toEqual(['API_CREDENTIALS']);
  });

  it('tries a failed start twice more, within 10 minutes, and then keeps it in a DLQ for 14 days', () => {
    const [dlq] = Object.keys(
      template.findResources('AWS::SQS::Queue', {
        Properties: { QueueName: 'test-pooler-not-started', MessageRetentionPeriod: 14 * 86_400 },
      }),
    );
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      Target: Match.objectLike({
        RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 600 },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [dlq, 'Arn'] } },
      }),
    });
  });

  it('may start this task only, and hand over the two roles of this task only', () => {
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Action: 'iam:PassRole',
            Resource: [
              Match.anyValue(),
              { 'Fn::GetAtt': [Match.stringLikeRegexp('^PoolerTaskExecutionRole'), 'Arn'] },
            ],
          }),
          Match.objectLike({
            Action: 'ecs:RunTask',
            Resource: { Ref: Match.stringLikeRegexp('^PoolerTask') },
          }),
          Match.objectLike({ Action: 'sqs:SendMessage' }),
        ],
      },
    });
  });

  it('can be switched off', () => {
    servicesTemplate({ pooler: { enabled: false } }).hasResourceProperties('AWS::Scheduler::Schedule', {
      State: 'DISABLED',
    });
  });
});
