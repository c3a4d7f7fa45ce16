import { DescribeStateMachineCommand, ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { provisionStateMachine } from './provision-state-machine.ts';
import { startProvisionedAws } from './start-provisioned-aws.ts';

const ROLE = 'arn:aws:iam::123456789012:role/reconciliation';

describe('provisionStateMachine', () => {
  afterEach(() => {
    delete process.env['STATE_MACHINE_ROLE_ARN'];
  });

  it('gives the state machine the role of STATE_MACHINE_ROLE_ARN', async () => {
    process.env['STATE_MACHINE_ROLE_ARN'] = ROLE;
    const { stop, ...local } = await startProvisionedAws();
    const stateMachineArn = await provisionStateMachine(local);
    const { roleArn } = await local.clients.sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
    await stop();
    expect(roleArn).toBe(ROLE);
  });

  it('keeps the state machine when repeated', async () => {
    const { stop, ...local } = await startProvisionedAws();
    const arns = [await provisionStateMachine(local), await provisionStateMachine(local)];
    const { stateMachines } = await local.clients.sfn.send(new ListStateMachinesCommand());
    await stop();
    expect(stateMachines).toHaveLength(1);
    expect(arns).toEqual(Array(2).fill(stateMachines![0]!.stateMachineArn));
  });
});
