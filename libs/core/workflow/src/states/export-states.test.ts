import { choose } from '../test-choice.ts';
import { catchOf, retry, retryOf } from '../test-faults.ts';
import { machine, stateOf } from '../test-machine.ts';

const NEVER = { MaxAttempts: 0 };

describe('an execution', () => {
  it('has four hours', () => {
    expect(machine.TimeoutSeconds).toBe(14_400);
  });

  it('begins with its input, no poll counted, and the limits of the input', () => {
    expect(machine.StartAt).toBe('Initialize');
    expect(stateOf('Initialize')).toMatchObject({
      Parameters: {
        'input.$': '$',
        context: {
          retryCount: 0,
          'maxRetries.$': '$.maxPolls',
          'pollDelaySeconds.$': '$.pollDelaySeconds',
          'startedAt.$': '$$.Execution.StartTime',
          'executionId.$': '$$.Execution.Id',
        },
      },
      Next: 'CreateExportJob',
    });
  });
});

describe('CreateExportJob', () => {
  it.each([
    ['OCPAPIThrottlingError', retry(30, 3, 2)],
    ['OCPAPITimeoutError', retry(30, 3, 2)],
    ['OCPAPIUnavailableError', retry(5, 3, 5)],
    ['ExportSlotBusyError', retry(120, 60, 1)],
    ['SQS.SdkClientException', retry(5, 3, 2)],
    ['States.Timeout', retry(5, 3, 2)],
    ['OCPAPIError', NEVER],
    ['ReconciliationClosedError', NEVER],
  ])('is repeated after %s by the waits of the requirement documents', (error, expected) => {
    expect(retryOf('CreateExportJob', error)).toEqual(expected);
  });

  it.each([
    ['OCPAPIError', 'ReleaseAfterOCPAPIError'],
    ['OCPAPIThrottlingError', 'ReleaseAfterOCPAPIError'],
    ['OCPAPITimeoutError', 'ReleaseAfterOCPAPIError'],
    ['OCPAPIUnavailableError', 'ReleaseAfterOCPAPIError'],
    ['ExportSlotBusyError', 'ReleaseAfterOCPAPIError'],
    ['States.Timeout', 'ReleaseAfterUnexpectedError'],
    ['SQS.SdkClientException', 'ReleaseAfterUnexpectedError'],
    ['ReconciliationClosedError', 'ReconciliationAlreadyClosed'],
  ])('goes on after %s, once its repetitions are used, with %s', (error, next) => {
    expect(catchOf('CreateExportJob', error)).toBe(next);
  });

  it('keeps the answer as exportJob, and its message waits an hour for a worker', () => {
    expect(stateOf('CreateExportJob')).toMatchObject({
      ...{ ResultPath: '$.exportJob', TimeoutSeconds: 3_600, Next: 'UpdateStatusExportCreated' },
    });
  });
});

describe('the loop of polls', () => {
  it('waits as long before each poll as the input says', () => {
    expect(stateOf('WaitForExportJob')).toMatchObject({
      ...{ Type: 'Wait', SecondsPath: '$.context.pollDelaySeconds', Next: 'CheckExportJobStatus' },
    });
  });

  it.each([
    ['OCPAPIThrottlingError', retry(15, 3, 2)],
    ['OCPAPITimeoutError', retry(15, 3, 2)],
    ['OCPAPIUnavailableError', retry(15, 3, 2)],
    ['OCPAPIError', NEVER],
    ['States.Timeout', retry(5, 3, 2)],
  ])('repeats a poll after %s by the waits of the requirement documents', (error, expected) => {
    expect(retryOf('CheckExportJobStatus', error)).toEqual(expected);
  });

  it('keeps the answer of a poll as statusCheck, and its message waits half an hour for a worker', () => {
    expect(stateOf('CheckExportJobStatus')).toMatchObject({
      ...{ ResultPath: '$.statusCheck', TimeoutSeconds: 1_800, Next: 'IncrementRetryCounter' },
    });
  });

  it.each(['IncrementRetryCounter', 'CountFailedStatusCheck'])('counts in %s, and keeps the rest', (name) => {
    const { Parameters, ResultPath } = stateOf(name) as unknown as Record<string, Record<string, unknown>>;
    expect(ResultPath).toBe('$.context');
    expect(Parameters!['retryCount.$']).toBe('States.MathAdd($.context.retryCount, 1)');
    const { context } = stateOf('Initialize')['Parameters'] as { readonly context: object };
    const bare = (fields: object): string[] => Object.keys(fields).map((field) => field.replace(/\.\$$/, ''));
    expect(bare(Parameters!).sort()).toEqual(bare(context).sort());
  });

  it('counts a poll that failed, too, so that the loop ends', () => {
    expect(catchOf('CheckExportJobStatus', 'States.Timeout')).toBe('CountFailedStatusCheck');
    expect(stateOf('CountFailedStatusCheck')['Next']).toBe('HandleStatusCheckError');
  });

  const decide = (status: string, retryCount: number): string =>
    choose('EvaluateExportStatus', { statusCheck: { status }, context: { retryCount, maxRetries: 6 } });

  it.each([
    ['COMPLETED', 6, 'UpdateStatusExportCompleted'],
    ['FAILED', 1, 'ReleaseAfterExportJobFailed'],
    ['IN_PROGRESS', 5, 'UpdateStatusPolling'],
    ['IN_PROGRESS', 6, 'ReleaseAfterMaxRetries'],
    ['CREATED', 5, 'UpdateStatusPolling'],
    ['CREATED', 6, 'ReleaseAfterMaxRetries'],
    ['UNKNOWN', 5, 'UpdateStatusPolling'],
    ['UNKNOWN', 6, 'ReleaseAfterMaxRetries'],
    ['a status of a later worker', 1, 'ReleaseAfterUnknownStatus'],
  ])('leads from %s at poll %i to %s', (status, poll, next) => {
    expect(decide(status, poll)).toBe(next);
  });

  it.each([
    [5, 'WaitBeforeStatusRetry'],
    [6, 'ReleaseAfterMaxRetries'],
  ])('leads from a failed poll %i to %s', (retryCount, next) => {
    expect(choose('HandleStatusCheckError', { context: { retryCount, maxRetries: 6 } })).toBe(next);
  });

  it('waits a minute before a failed poll is repeated', () => {
    expect(stateOf('WaitBeforeStatusRetry')).toMatchObject({ Seconds: 60, Next: 'CheckExportJobStatus' });
  });
});
