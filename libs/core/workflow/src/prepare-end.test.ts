import { CallId } from '@recordings/call-record';
import { type ClosedReconciliation, Reconciliation } from '@recordings/reconciliation';
import { EndOutput, prepareEnd } from './prepare-end.ts';
import {
  after,
  c1,
  c2,
  completed,
  downloading,
  EXECUTION_ID,
  failed,
  minute,
  waiting,
} from './test-window.ts';

const now = minute(90);
const endOf = (closed: ClosedReconciliation, current = downloading) =>
  prepareEnd(current, closed, now, EXECUTION_ID);
const jobEnded = after(
  waiting,
  {
    ...{ type: 'job-ended', status: 'FAILED_UNKNOWN_STATUS', reason: 'a strange word' },
    ...{ polls: 6, unknownStatus: 'PONDERING' },
  },
  90,
) as ClosedReconciliation;

describe('the end of a window', () => {
  it('has each field that a state writes, of a failure', () => {
    const { reports: _, ...end } = endOf(jobEnded, waiting).end;
    expect(end).toEqual({
      ...{ reconciliationStatus: 'FAILED_UNKNOWN_STATUS', at: now },
      ...{ revision: waiting.revision + 1, nextRevision: waiting.revision + 2 },
      expiresAtEpochS: jobEnded.expiresAtEpochS,
      ...{ failureReason: 'a strange word', errorDetails: '{}' },
      ...{ totalPollingAttempts: 6, unknownStatus: 'PONDERING' },
    });
  });

  it.each([
    ['completed', completed],
    ['failed in its downloads', failed],
    ['ended by its job', jobEnded],
  ])('has no field that is absent: a window that has %s', (_, closed) => {
    const { end } = endOf(closed);
    for (const field of Object.keys(EndOutput.shape)) expect(end).toHaveProperty(field, expect.anything());
    expect(EndOutput.parse(JSON.parse(JSON.stringify(end)))).toEqual(end);
  });

  it('reports nothing of a window that completed', () => {
    expect(endOf(completed).end).toMatchObject({
      ...{ reconciliationStatus: 'COMPLETED', failureReason: '', errorDetails: '', reports: [] },
    });
  });

  it('reports each call that was not stored, under the execution', () => {
    expect(endOf(failed).end.reports).toEqual([
      {
        body: expect.objectContaining({
          ...{ callId: c2, executionId: EXECUTION_ID, exportJobId: 'job-1' },
          ...{ reconciliationStatus: 'FAILED_PARALLEL_ERROR', messageId: `r-1/${c2}` },
        }),
      },
    ]);
  });
});

describe('the item that is written before the end', () => {
  it('is open, one revision later, and has the result of each call', () => {
    const { next, end } = endOf(failed);
    expect(next).toMatchObject({
      phase: 'downloading',
      reconciliationStatus: 'IN_PROGRESS',
      lastUpdated: now,
    });
    expect(next.revision).toBe(end.revision);
    expect(next.calls).toEqual(failed.calls);
    expect(Reconciliation.parse(next)).toEqual(next);
  });

  it('keeps what OCP says of the calls, once its recordings are listed', () => {
    const metadata = `{"${c1}":{"duration":3}}`;
    expect(endOf({ ...failed, metadata }).next).toMatchObject({ metadata });
    expect(endOf({ ...jobEnded, metadata }, waiting).next).not.toHaveProperty('metadata');
  });
});

describe('the answer to Step Functions', () => {
  const MAX_ANSWER_BYTES = 262_144;
  const manyFailed = (idLength: number): ClosedReconciliation => {
    const call = { ...failed.calls[c2]!, message: '語'.repeat(160) };
    const ids = Array.from({ length: 200 }, (_, n) => CallId.parse(`${n}-`.padEnd(idLength, 'x')));
    return { ...failed, calls: Object.fromEntries(ids.map((id) => [id, call])) };
  };
  const bytesOf = (value: object): number => Buffer.byteLength(JSON.stringify(value));

  it('fits with a report of each of 200 calls, with the longest reasons', () => {
    const { end } = endOf(manyFailed(36));
    expect(end.reports).toHaveLength(200);
    expect(bytesOf(end)).toBeLessThan(MAX_ANSWER_BYTES);
    expect(String(end.reports[0]!.body['failureReason'])).toMatch(/^DOWNLOAD_DEADLINE: 語/);
  });

  it('fits with the longest ids too, and the item has every call', () => {
    const { end, next } = endOf({ ...manyFailed(256), exportJobId: 'j'.repeat(512) });
    expect(end.reports.length).toBeGreaterThan(100);
    const reported = end.reports.map(({ body }) => body['callId']);
    expect(reported).toEqual(Object.keys(next.calls).slice(0, reported.length));
    expect(bytesOf(end)).toBeLessThan(MAX_ANSWER_BYTES);
    expect(Object.keys(next.calls)).toHaveLength(200);
  });
});
