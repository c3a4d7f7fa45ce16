import { FailureStatus } from '@recordings/reconciliation';
import { choose } from '../test-choice.ts';
import { catchOf } from '../test-faults.ts';
import { sendersOf, stateOf, states } from '../test-machine.ts';

const HANDLERS = {
  FAILED_EXPORT_ERROR: ['ReleaseAfterExportJobFailed', 'HandleExportJobFailed'],
  FAILED_MAX_RETRIES: ['ReleaseAfterMaxRetries', 'HandleMaxRetriesExceeded'],
  FAILED_OCP_API_ERROR: ['ReleaseAfterOCPAPIError', 'HandleOCPAPIError'],
  FAILED_UNKNOWN_STATUS: ['ReleaseAfterUnknownStatus', 'HandleUnknownStatus'],
  FAILED_PARALLEL_ERROR: ['ReleaseAfterParallelError', 'HandleParallelError'],
  FAILED_UNEXPECTED_ERROR: ['ReleaseAfterUnexpectedError', 'HandleUnexpectedError'],
} satisfies Record<FailureStatus, unknown>;
const handlers = Object.entries(HANDLERS).map(([status, [release, handle]]) => [status, release, handle]);

const end = (reconciliationStatus: string) => choose('EvaluateEnd', { end: { reconciliationStatus } });
const failure = (reconciliationStatus: string) =>
  choose('EvaluateFailure', { end: { reconciliationStatus } });

describe('the end of an execution', () => {
  it.each(handlers)('%s: %s releases the calls, and %s writes it', (status, release, handle) => {
    const sent = Object.fromEntries(sendersOf('release-calls'));
    const { reason, 'reason.$': reasonAt, ...others } = sent[release!] as Record<string, string>;
    expect(others).toMatchObject({ status });
    expect(reason ?? reasonAt).toMatch(/\w/);
    expect(stateOf(release!)).toMatchObject({ ResultPath: '$.end', Next: 'EvaluateEnd' });
    expect(end(status!)).toBe('SendToDeadLetterQueue');
    expect(failure(status!)).toBe(handle);
    expect(stateOf(handle!)['Next']).toBe('ReconciliationFailed');
  });

  it.each(FailureStatus.options)('is written for each status: %s', (status) => {
    expect(failure(status)).toMatch(/^Handle/);
  });

  it.each(['COMPLETED', 'COMPLETED_NOTHING_FOUND'])('is a success if the window is %s', (status) => {
    expect(end(status)).toBe('UpdateFinalStatus');
    expect(stateOf('UpdateFinalStatus')['Next']).toBe('ReconciliationSuccess');
    expect(stateOf('ReconciliationSuccess')['Type']).toBe('Succeed');
  });

  it('counts a status of a later worker as unexpected', () => {
    expect(end('FAILED_BY_THE_MOON')).toBe('SendToDeadLetterQueue');
    expect(failure('FAILED_BY_THE_MOON')).toBe('HandleUnexpectedError');
  });

  it('is decided again by the worker if a result came between its two writes', () => {
    expect(Object.fromEntries(sendersOf('release-calls'))['ReleaseAgain']).toMatchObject({
      ...{ 'status.$': '$.end.reconciliationStatus', 'reason.$': '$.end.failureReason' },
    });
    expect(stateOf('ReleaseAgain')['Next']).toBe('EvaluateEnd');
  });

  it.each(sendersOf('release-calls').map(([name]) => name))(
    'fails without a written end if no worker releases the calls, so that the rule of EventBridge has one close it: %s',
    (name) => {
      expect(stateOf(name)['TimeoutSeconds']).toBe(900);
      expect(catchOf(name, 'States.Timeout')).toBe('ReconciliationFailed');
      expect(catchOf(name, 'ReconciliationClosedError')).toBe('ReconciliationAlreadyClosed');
    },
  );

  it('is a success if another worker has closed the window, as after a redrive', () => {
    expect(stateOf('ReconciliationAlreadyClosed')['Type']).toBe('Succeed');
  });
});

describe('SendToDeadLetterQueue', () => {
  it('sends a message for each call that was not recovered, with its FailureType, and then fails the execution', () => {
    expect(stateOf('SendToDeadLetterQueue')).toMatchObject({
      ...{ Type: 'Map', ItemsPath: '$.end.reports', ResultPath: null, Next: 'EvaluateFailure' },
      ItemSelector: { 'report.$': '$$.Map.Item.Value', 'failureType.$': '$.end.reconciliationStatus' },
    });
    expect(stateOf('SendReport')).toMatchObject({
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Parameters: {
        QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/prod-reconciliation-failures',
        'MessageBody.$': 'States.JsonToString($.report.body)',
        MessageAttributes: { FailureType: { DataType: 'String', 'StringValue.$': '$.failureType' } },
      },
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 5, MaxAttempts: 3, BackoffRate: 2 }],
    });
    // The window is still open, so the worker that closes it after a fault here sends the messages again.
    for (const [, handle] of Object.values(HANDLERS))
      expect(stateOf(handle!)['Next']).toBe('ReconciliationFailed');
    expect(stateOf('ReconciliationFailed')).toMatchObject({ Type: 'Fail', Error: 'ReconciliationFailed' });
  });
});

describe('the messages to workers', () => {
  const senders = [...states].filter(([, { Resource }]) => String(Resource).includes('waitForTaskToken'));

  it.each(senders)('have a token, a time limit and a repetition after a fault of SQS: %s', (_, state) => {
    expect(state).toMatchObject({
      Parameters: { MessageBody: { 'taskToken.$': '$$.Task.Token', 'executionId.$': '$$.Execution.Id' } },
      TimeoutSeconds: expect.any(Number),
      Retry: expect.arrayContaining([
        expect.objectContaining({ ErrorEquals: ['States.ALL'], MaxAttempts: 3 }),
      ]),
    });
  });
});
