import { FailureStatus } from '@recordings/reconciliation';
import validate from 'asl-validator';
import { defineStateMachine } from './define-state-machine.ts';
import { TaskError } from './task-error.ts';

const machine = defineStateMachine({
  tasksQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/prod-workflow-tasks',
  failuresQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/prod-reconciliation-failures',
  reconciliationsTable: 'prod-reconciliations',
});

/** The states of the requirement document 4. */
const REQUIRED = [
  'Initialize',
  'CreateExportJob',
  'UpdateStatusExportCreated',
  'WaitForExportJob',
  'CheckExportJobStatus',
  'IncrementRetryCounter',
  'EvaluateExportStatus',
  'UpdateStatusPolling',
  'UpdateStatusExportCompleted',
  'ParallelProcessing',
  'ProcessParallelResults',
  'UpdateFinalStatus',
  'ReconciliationSuccess',
  'HandleStatusCheckError',
  'WaitBeforeStatusRetry',
  'HandleExportJobFailed',
  'HandleMaxRetriesExceeded',
  'HandleOCPAPIError',
  'HandleUnknownStatus',
  'HandleParallelError',
  'HandleUnexpectedError',
  'SendToDeadLetterQueue',
  'ReconciliationFailed',
];

describe('the state machine', () => {
  it('is valid Amazon States Language', () => {
    const { isValid, errors } = validate(machine, { checkPaths: true, checkArn: true });
    expect(errors).toEqual([]);
    expect(isValid).toBe(true);
  });

  it('has every state of the requirement documents', () => {
    expect(Object.keys(machine.States)).toEqual(expect.arrayContaining(REQUIRED));
  });

  it('handles each way in which a window can fail', () => {
    const text = JSON.stringify(machine.States['EvaluateEnd']);
    for (const status of FailureStatus.options) expect(text).toContain(`"${status}"`);
  });

  it('names each error of a worker in a retry or a catch', () => {
    const text = JSON.stringify(machine);
    for (const error of TaskError.options) expect(text).toContain(`"${error}"`);
  });

  it('is smaller than the 1 MB that Step Functions allows', () => {
    expect(JSON.stringify(machine).length).toBeLessThan(100_000);
  });
});
