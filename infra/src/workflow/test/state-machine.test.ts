import { Match } from 'aws-cdk-lib/assertions';
import { statementsIn } from '../../../test/readable-template.ts';
import { servicesTemplate } from '../../services/test/services-template.ts';

const template = servicesTemplate();

/** The only resource of a type whose id begins with these letters. */
const only = (type: string, id = 'Workflow') => {
  const found = Object.entries(template.findResources(type)).filter(([name]) => name.startsWith(id));
  expect(found).toHaveLength(1);
  return { id: found[0]![0], properties: found[0]![1]['Properties'] as Record<string, unknown> };
};

const stateMachine = only('AWS::StepFunctions::StateMachine');

/** A text of the template, with each reference replaced by a name. */
const resolve = (text: unknown, replacement: (reference: object) => string): string => {
  const [, parts] = (text as { 'Fn::Join': [string, (string | object)[]] })['Fn::Join'];
  return parts.map((part) => (typeof part === 'string' ? part : replacement(part))).join('');
};

describe('the state machine', () => {
  it('is always there, a standard one under the name of the topology', () => {
    expect(stateMachine.properties).toMatchObject({
      StateMachineName: 'test-reconciliation',
      StateMachineType: 'STANDARD',
    });
  });

  it('has the definition of libs/core/workflow, with the addresses of this stage', () => {
    const references = new Set<string>();
    const text = resolve(stateMachine.properties['DefinitionString'], (reference) => {
      references.add(JSON.stringify(reference));
      return 'here';
    });
    const definition = JSON.parse(text) as { StartAt: string; States: Record<string, { Type: string }> };
    expect(definition.StartAt).toBe('Initialize');
    expect(definition.States['WaitForExportJob']!.Type).toBe('Wait');
    expect([...references].sort()).toEqual([
      expect.stringMatching(/ImportValue.*RefFailures/),
      expect.stringMatching(/ImportValue.*RefReconciliations/),
      expect.stringMatching(/ImportValue.*RefWorkflowTasks/),
    ]);
  });

  it('logs errors without the data of executions, encrypted, for the days of the setting', () => {
    const logs = only('AWS::Logs::LogGroup');
    expect(stateMachine.properties['LoggingConfiguration']).toEqual({
      Level: 'ERROR',
      IncludeExecutionData: false,
      Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: { 'Fn::GetAtt': [logs.id, 'Arn'] } } }],
    });
    expect(logs.properties).toEqual({
      LogGroupName: '/test/reconciliation',
      RetentionInDays: 90,
      KmsKeyId: expect.anything() as unknown,
    });
  });
});

describe('the role of the state machine', () => {
  const statements = statementsIn(only('AWS::IAM::Policy').properties['PolicyDocument']);
  const resourcesOf = (action: string): string[] =>
    statements
      .filter(({ Action }) => Action.includes(action))
      .flatMap(({ Resource }) => [Resource].flat().map((one) => JSON.stringify(one)));

  it('is taken by Step Functions for this account only', () => {
    expect(only('AWS::IAM::Role').properties['AssumeRolePolicyDocument']).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'states.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
        },
      ],
    });
  });

  it('allows messages to the two queues and updates of the one table', () => {
    expect(resourcesOf('sqs:SendMessage')).toEqual([
      expect.stringContaining('WorkflowTasks'),
      expect.stringContaining('Failures'),
    ]);
    expect(resourcesOf('dynamodb:UpdateItem')).toEqual([expect.stringContaining('Reconciliations')]);
  });

  it('allows the key through DynamoDB and SQS, log delivery, and nothing else', () => {
    const others = statements.flatMap(({ Action }) => Action.filter((one) => !/^(kms|logs):/.test(one)));
    expect(others).toEqual(['sqs:SendMessage', 'dynamodb:UpdateItem']);
    const [ofKey] = statements.filter(({ Action }) => Action.some((one) => one.startsWith('kms:')));
    expect(JSON.stringify(ofKey!.Condition)).toMatch(/kms:ViaService.*dynamodb\.eu-west-1.*sqs\.eu-west-1/);
    const everything = statements.filter(({ Resource }) => [Resource].flat().includes('*'));
    expect(everything.flatMap(({ Action }) => Action).filter((one) => !one.startsWith('logs:'))).toEqual([]);
  });

  it('is used by the state machine', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      RoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^WorkflowRole'), 'Arn'] },
    });
  });
});
