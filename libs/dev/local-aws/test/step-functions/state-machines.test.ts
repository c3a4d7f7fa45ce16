import {
  CreateStateMachineCommand,
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { type MachineFixture, only, startMachineFixture } from './machine-fixture.ts';

const PASS = only({ Type: 'Pass', End: true });
const FAIL = only({ Type: 'Fail', Error: 'Wanted' });
const ROLE = 'arn:aws:iam::000000000000:role/any';

describe('state machines', () => {
  let aws: MachineFixture;
  beforeAll(async () => {
    aws = await startMachineFixture();
  });
  afterAll(() => aws.stop());

  const create = (name: string, definition: object | string) =>
    aws.sfn.send(
      new CreateStateMachineCommand({
        name,
        roleArn: ROLE,
        definition: typeof definition === 'string' ? definition : JSON.stringify(definition),
      }),
    );

  it('creates a state machine once and updates its definition', async () => {
    const first = await create('twice', PASS);
    expect(await create('twice', PASS)).toMatchObject({
      stateMachineArn: first.stateMachineArn,
      creationDate: first.creationDate,
    });
    const { stateMachineArn } = first;
    const definition = JSON.stringify(FAIL);
    await aws.sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
    expect(await aws.sfn.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({
      name: 'twice',
      status: 'ACTIVE',
      definition,
      roleArn: ROLE,
    });
    await create('twice', PASS);
    expect(await aws.finish(await aws.startOn(stateMachineArn!))).toMatchObject({ status: 'SUCCEEDED' });
    const { stateMachines } = await aws.sfn.send(new ListStateMachinesCommand({}));
    expect(stateMachines).toMatchObject([{ stateMachineArn, name: 'twice' }]);
  });

  it.each([
    ['no JSON', 'nonsense'],
    ['an unknown target', { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' } } }],
    ['JSONata', { ...PASS, QueryLanguage: 'JSONata' }],
    ['JSONata in a state', only({ Type: 'Pass', QueryLanguage: 'JSONata', End: true })],
    ['variables', only({ Type: 'Pass', Assign: { a: 1 }, End: true })],
    [
      'a resource that the emulator lacks',
      only({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true }),
    ],
  ])('refuses a definition with %s', async (_, definition) => {
    await expect(create('wrong', definition)).rejects.toMatchObject({ name: 'InvalidDefinition' });
  });
});
