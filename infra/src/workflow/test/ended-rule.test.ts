import { ExecutionEnded } from '@recordings/workflow';
import { servicesTemplate } from '../../services/test/services-template.ts';

const template = servicesTemplate();

type Target = {
  readonly Arn: unknown;
  readonly DeadLetterConfig: unknown;
  readonly InputTransformer: {
    readonly InputPathsMap: Readonly<Record<string, string>>;
    readonly InputTemplate: string;
  };
};

const [rule] = Object.values(template.findResources('AWS::Events::Rule')).map(
  ({ Properties }) =>
    Properties as { Name: string; State: string; EventPattern: Record<string, unknown>; Targets: [Target] },
);
const [target] = rule!.Targets;

/** As EventBridge sends it. */
const event = {
  'detail-type': 'Step Functions Execution Status Change',
  source: 'aws.states',
  detail: {
    executionArn:
      'arn:aws:states:eu-west-1:111111111111:execution:test-reconciliation:01JKREC0000000000000000001',
    stateMachineArn: 'arn:aws:states:eu-west-1:111111111111:stateMachine:test-reconciliation',
    name: '01JKREC0000000000000000001',
    status: 'TIMED_OUT',
    startDate: 1_768_000_000_000,
    stopDate: 1_768_014_400_000,
  },
};

/** What EventBridge does: it puts the value at each path, as JSON, in place of its name. */
const transform = ({ InputPathsMap, InputTemplate }: Target['InputTransformer']): string =>
  InputTemplate.replaceAll(/<([^>]+)>/g, (_, name: string) => {
    const keys = InputPathsMap[name]!.split('.').slice(1);
    return JSON.stringify(keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], event));
  });

describe('the rule for executions that ended', () => {
  it('hears of our state machine only, and not of executions that succeed or still run', () => {
    const [stateMachine] = Object.keys(template.findResources('AWS::StepFunctions::StateMachine'));
    expect(rule).toMatchObject({ Name: 'test-workflow-ended', State: 'ENABLED' });
    expect(rule!.EventPattern).toEqual({
      source: [event.source],
      'detail-type': [event['detail-type']],
      detail: { stateMachineArn: [{ Ref: stateMachine }], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
    });
  });

  it('sends the workers the message that they understand', () => {
    const { detail } = event;
    expect(ExecutionEnded.strict().parse(JSON.parse(transform(target.InputTransformer)))).toEqual({
      kind: 'execution-ended',
      version: '1.0',
      executionId: detail.executionArn,
      reconciliationId: detail.name,
      status: detail.status,
    });
  });

  it('sends it to the queue of the tasks, and keeps what cannot be sent for 14 days', () => {
    expect(JSON.stringify(target.Arn)).toContain('WorkflowTasks');
    const [dlq] = Object.keys(
      template.findResources('AWS::SQS::Queue', {
        Properties: { QueueName: 'test-workflow-ended-undelivered', MessageRetentionPeriod: 14 * 86_400 },
      }),
    );
    expect(target.DeadLetterConfig).toEqual({ Arn: { 'Fn::GetAtt': [dlq, 'Arn'] } });
  });
});
