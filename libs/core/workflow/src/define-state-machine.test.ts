import { FailureStatus } from '@recordings/reconciliation';
import validate from 'asl-validator';
import { TaskError } from './task-error.ts';
import { machine, states } from './test-machine.ts';

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
  'GetExportMetadata',
  'NotifyDownloadService',
  'HandleDownloadTimeout',
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
    expect([...states.keys()]).toEqual(expect.arrayContaining(REQUIRED));
  });

  it('handles each way in which a window can fail', () => {
    const text = JSON.stringify(machine.States['EvaluateFailure']);
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
