import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { startProvisionedAws } from './start-provisioned-aws.ts';

const ROLE = 'arn:aws:iam::123456789012:role/reconciliation';

describe('provisionStateMachine', () => {
  afterEach(() => {
    delete process.env['STATE_MACHINE_ROLE_ARN'];
  });

  it('gives the state machine the role of STATE_MACHINE_ROLE_ARN', async () => {
    process.env['STATE_MACHINE_ROLE_ARN'] = ROLE;
    const { clients, stateMachineArn, stop } = await startProvisionedAws();
    const { roleArn } = await clients.sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
    await stop();
    expect(roleArn).toBe(ROLE);
  });
});
