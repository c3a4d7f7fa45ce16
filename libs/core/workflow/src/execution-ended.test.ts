import { ExecutionEnded, endedEventsOf, makeExecutionEnded } from './execution-ended.ts';

const detail = {
  executionArn: 'arn:aws:states:eu-west-1:111122223333:execution:prod-reconciliation:01JKREC1',
  name: '01JKREC1',
  status: 'ABORTED',
};

describe('the message of an execution that ended', () => {
  it('has the fields of the event under our names', () => {
    const message = makeExecutionEnded((field) => detail[field]);
    expect(ExecutionEnded.strict().parse(message)).toEqual({
      ...{ kind: 'execution-ended', version: '1.0' },
      ...{ executionId: detail.executionArn, reconciliationId: '01JKREC1', status: 'ABORTED' },
    });
  });

  it('is sent for the ends that no state handles, not for success', () => {
    expect(endedEventsOf('arn').detail).toEqual({
      stateMachineArn: ['arn'],
      status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
    });
  });
});
