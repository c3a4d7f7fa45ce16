import { type ClosedReconciliation, type FailureStatus, Reconciliation } from '@recordings/reconciliation';
import { prepareEnd } from './prepare-end.ts';
import { applyUpdate } from './test-update.ts';
import { after, completed, downloading, EXECUTION_ID, failed, minute, waiting } from './test-window.ts';

const now = minute(90);

/** What the state machine makes of a window in two writes: of the worker, and its own. */
const close = (state: string, current: typeof waiting, closed: ClosedReconciliation): unknown => {
  const { next, end } = prepareEnd({ ...current, downloadToken: 'token' }, closed, now, EXECUTION_ID);
  const { downloadToken, ...rest } = applyUpdate(state, next, {
    end,
    context: { executionId: EXECUTION_ID },
  });
  expect(downloadToken).toBeUndefined();
  return rest;
};

/** As one write of a worker closes it by default. */
const byDefault = (closed: ClosedReconciliation) => ({
  ...closed,
  ...{ sfExecutionId: EXECUTION_ID, lastUpdated: now, revision: closed.revision + 2 },
});

const ended = (status: FailureStatus): ClosedReconciliation =>
  after(
    waiting,
    { type: 'job-ended', status, reason: 'no', error: { code: 'X' }, polls: 6, unknownStatus: 'PONDERING' },
    90,
  ) as ClosedReconciliation;

describe('the item of a window that the state machine closes', () => {
  it.each([
    ['UpdateFinalStatus', completed],
    ['HandleParallelError', failed],
  ])('is as one that a worker closes, after its downloads: %s', (state, closed) => {
    const item = close(state, downloading, closed);
    expect(item).toEqual(byDefault(closed));
    expect(Reconciliation.parse(item)).toEqual(item);
  });

  it('is as one that a worker closes, after its job gave an unknown word', () => {
    const closed = ended('FAILED_UNKNOWN_STATUS');
    expect(close('HandleUnknownStatus', waiting, closed)).toEqual(byDefault(closed));
  });

  it.each<[string, FailureStatus]>([
    ['HandleExportJobFailed', 'FAILED_EXPORT_ERROR'],
    ['HandleMaxRetriesExceeded', 'FAILED_MAX_RETRIES'],
  ])('is as one that a worker closes, after its job gave no recordings: %s', (state, status) => {
    const { unknownStatus: _, ...closed } = ended(status) as ClosedReconciliation & {
      unknownStatus?: string;
    };
    expect(close(state, waiting, closed)).toEqual(byDefault(closed));
  });

  it('has no time of completion of a job whose recordings were not delivered', () => {
    const exported = { ...waiting, exportCompletedAt: minute(70) } as typeof waiting;
    expect(close('HandleExportJobFailed', exported, ended('FAILED_EXPORT_ERROR'))).not.toHaveProperty(
      'exportCompletedAt',
    );
  });

  it.each<[string, FailureStatus]>([
    ['HandleOCPAPIError', 'FAILED_OCP_API_ERROR'],
    ['HandleUnexpectedError', 'FAILED_UNEXPECTED_ERROR'],
  ])('can be read as a closed window: %s', (state, status) => {
    const item = close(state, waiting, ended(status));
    expect(Reconciliation.parse(item)).toMatchObject({ phase: 'closed', reconciliationStatus: status });
    expect(Reconciliation.parse(item)).toEqual(item);
  });
});
