import { parseRegistry, shifted, timestampOf } from '@recordings/call-record';
import { DomainError, type Postponed } from '@recordings/fault';
import { CALLBACK_TASK_VERSION, Reconciliation } from '@recordings/reconciliation';
import { makeRegistryFile, readEventSchemas } from '@recordings/test-kit';
import { z } from 'zod';
import type { RecoveryEvent } from '../recovery-event.ts';
import { type CallbackDeps, makeHandleCallback } from './handle-callback.ts';

class RefusedError extends DomainError {
  readonly code = 'CALLBACK_REFUSED';
  readonly fault = 'retryable';
}

const now = timestampOf(Date.UTC(2026, 0, 15));
const callbackUrl = 'https://results.example/windows';
const file = makeRegistryFile({ name: 'Acme_EN', tenant: 'acme' });
const registryOf = (over: object) =>
  parseRegistry({ ...file, groups: file.groups.map((group) => ({ ...group, ...over })) });

const window = {
  ...{ reconciliationId: 'r-1', batchId: 'b', tenantId: 'acme', groupId: 'Acme_EN', priority: 'normal' },
  ...{ fromDate: shifted(now, -7_200_000), toDate: shifted(now, -3_600_000) },
  ...{ leaseUntil: now, createdAt: now, lastUpdated: now, expiresAtEpochS: 0, revision: 3 },
  calls: {
    'c-1': { startedAt: now, outcome: 'stored', code: 'STORED' },
    'c-2': { startedAt: now, outcome: 'failed', code: 'TRUNCATED', message: 'said +34911223344' },
  },
};
const closed = Reconciliation.parse({
  ...window,
  phase: 'closed',
  reconciliationStatus: 'FAILED_PARALLEL_ERROR',
  failedAt: now,
  failureReason: 'OCP said +34911223344',
});
const open = Reconciliation.parse({ ...window, phase: 'waiting', reconciliationStatus: 'IN_PROGRESS' });

type Posted = { readonly url: string; readonly body: object };

/** A worker that handles one task. */
const handleWith = async (
  over: Partial<CallbackDeps> & { readonly stored?: Reconciliation | undefined } = {},
  postponed?: Postponed,
) => {
  const noted: RecoveryEvent[] = [];
  const posted: Posted[] = [];
  const stored = 'stored' in over ? over.stored : closed;
  const deps = {
    reconciliations: { get: async () => stored },
    registry: registryOf({ callbackUrl }),
    note: (event: RecoveryEvent) => void noted.push(event),
    postCallback: async (url: string, body: object) => void posted.push({ url, body }),
    callbackAttempts: 6,
    ...over,
  } as unknown as CallbackDeps;
  const body = JSON.stringify({ version: CALLBACK_TASK_VERSION, reconciliationId: 'r-1' });
  const message = { body, ...(postponed && { postponed }) };
  const disposition = await makeHandleCallback(deps)(message, new AbortController().signal);
  return { disposition, noted, posted };
};
const refuse = async (): Promise<never> => {
  throw new RefusedError('HTTP 503');
};
const failedTimes = (times: number): Postponed => ({ reason: 'CALLBACK_FAILED', times });

describe('the result of a window', () => {
  it('is posted to the URL of its group, as its schema says, without any text', async () => {
    const { disposition, posted, noted } = await handleWith();
    expect(disposition).toEqual({ kind: 'ack' });
    expect(posted).toMatchObject([{ url: callbackUrl }]);
    const { body } = posted[0]!;
    for (const schema of readEventSchemas('reconciliation-closed', '1.0'))
      expect(z.fromJSONSchema(schema).parse(body)).toEqual(body);
    expect(body).toMatchObject({
      timestamp: now,
      payload: {
        reconciliationId: 'r-1',
        reconciliationStatus: 'FAILED_PARALLEL_ERROR',
        calls: [
          { callId: 'c-1', outcome: 'stored' },
          { callId: 'c-2', outcome: 'failed', code: 'TRUNCATED' },
        ],
        callCount: 2,
      },
    });
    expect(JSON.stringify(body)).not.toContain('+34911223344');
    expect(noted).toMatchObject([{ type: 'callback_posted', reconciliationId: 'r-1', attempt: 1 }]);
  });

  it.each([
    [0, 10],
    [1, 60],
    [2, 300],
    [3, 900],
    [4, 900],
  ])('that was refused %i times before waits %i s after the next refusal', async (times, delayS) => {
    const { disposition, noted } = await handleWith({ postCallback: refuse }, failedTimes(times));
    expect(disposition).toEqual({ kind: 'postpone', delayS, reason: 'CALLBACK_FAILED' });
    expect(noted).toMatchObject([{ type: 'callback_failed', attempt: times + 1, code: 'CALLBACK_REFUSED' }]);
  });

  it('goes to the DLQ after the last attempt, and says so', async () => {
    const { disposition, noted } = await handleWith({ postCallback: refuse }, failedTimes(5));
    expect(disposition).toEqual({
      kind: 'dead-letter',
      reason: 'CALLBACK_FAILED',
      detail: 'CALLBACK_REFUSED',
    });
    expect(noted).toMatchObject([{ type: 'callback_given_up', attempt: 6 }]);
  });

  it('waits until the window is closed, for ten minutes', async () => {
    const waits = await handleWith({ stored: open }, failedTimes(5));
    expect(waits.disposition).toEqual({ kind: 'postpone', delayS: 30, reason: 'NOT_CLOSED' });
    const { disposition, posted } = await handleWith({ stored: open }, { reason: 'NOT_CLOSED', times: 20 });
    expect(disposition).toEqual({ kind: 'ack' });
    expect(posted).toEqual([]);
  });

  it.each([
    ['its group has no URL any more', { registry: registryOf({}) }],
    ['its reconciliation was deleted', { stored: undefined }],
  ])('is not posted if %s', async (_, over) => {
    const { disposition, posted } = await handleWith(over);
    expect(disposition).toEqual({ kind: 'ack' });
    expect(posted).toEqual([]);
  });
});
