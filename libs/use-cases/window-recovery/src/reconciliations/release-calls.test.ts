import { CallId, GroupId, ReconciliationId, TenantId, timestampOf } from '@recordings/call-record';
import { Reconciliation } from '@recordings/reconciliation';
import type { RecoveryEvent } from '../recovery-event.ts';
import { holdCall, makeCalls } from '../test-call.ts';
import { releaseCalls } from './release-calls.ts';

const now = timestampOf(Date.UTC(2026, 0, 15, 12));
const reconciliationId = ReconciliationId.parse('r-1');
const key = { tenantId: TenantId.parse('acme'), callId: CallId.parse('c-1') };

/** Releases one call with this outcome. @param known of the call before. */
const release = async (outcome: object, job: object = {}, known: object = {}) => {
  const calls = makeCalls();
  const noted: RecoveryEvent[] = [];
  await holdCall(calls, key, reconciliationId, now);
  await calls.change(key, (call) => ({ next: { ...call!, ...known }, result: undefined }));
  const reconciliation = Reconciliation.parse({
    reconciliationId,
    batchId: 'b',
    tenantId: key.tenantId,
    groupId: GroupId.parse('Acme_EN'),
    fromDate: now,
    toDate: now,
    priority: 'normal',
    phase: 'waiting',
    reconciliationStatus: 'IN_PROGRESS',
    calls: { [key.callId]: { startedAt: now, ...outcome } },
    leaseUntil: now,
    createdAt: now,
    lastUpdated: now,
    expiresAtEpochS: 0,
    revision: 1,
    ...job,
  });
  await releaseCalls(
    {
      calls,
      registry: { version: 1, groups: [], findGroup: () => undefined } as never,
      retryRule: {
        maxAttempts: 3,
        retryDelayMs: 1_000,
        firstFaultDelayMs: 1_000,
        maxFaultDelayMs: 86_400_000,
        dailyDelayMs: 86_400_000,
      },
      shardCount: 1,
      now: () => now,
      note: (event) => noted.push(event),
    },
    reconciliation,
  );
  return { call: calls.of(key.callId), noted };
};

describe('releasing the calls of a reconciliation', () => {
  it('keeps a stored call as it is', async () => {
    const { call, noted } = await release({ outcome: 'stored', code: 'STORED' });
    expect(call).toMatchObject({ reconciliationStatus: 'queued', reconciliationId });
    expect(noted).toEqual([]);
  });

  it.each([
    ['is about the call', { outcome: 'not-found', code: 'NOT_FOUND', isAboutTheCall: true }, 1],
    ['is not about the call', { outcome: 'failed', code: 'OCP_EXPIRED', isAboutTheCall: false }, 0],
    ['does not say whether it is about the call', { outcome: 'failed', code: 'OCP_EXPIRED' }, 0],
    ['is missing, because the call is still open', { outcome: 'open' }, 0],
  ])('uses an attempt only for an outcome that is about the call: it %s', async (_, outcome, attempts) => {
    const { call } = await release(outcome);
    expect(call).toMatchObject({ reconciliationAttempts: attempts, s3Stored: false });
  });

  it.each([
    ['a trusted listing without it', 'NOT_FOUND', { listing: 'trusted', listedAt: now, rulesVersion: 1 }],
    [
      'a listing that proves nothing',
      'LISTING_INCOMPLETE',
      { listing: 'incomplete', listedAt: now, rulesVersion: 1 },
    ],
    ['a failed download', 'OCP_EXPIRED', {}],
  ])('keeps the export job as evidence of %s', async (_, code, evidence) => {
    const closed = {
      phase: 'closed',
      reconciliationStatus: 'FAILED_MAX_RETRIES',
      failedAt: now,
      failureReason: '',
    };
    const ended = { ...closed, exportJobId: 'job-7', exportCompletedAt: now };
    const { call } = await release({ outcome: 'failed', code }, ended);
    expect(call?.outcome?.evidence).toEqual({ exportJobId: 'job-7', ...evidence });
  });

  it('keeps no evidence of a window that got no export job', async () => {
    const { call } = await release({ outcome: 'failed', code: 'LEASE_EXPIRED' });
    expect(call?.outcome).toMatchObject({ code: 'LEASE_EXPIRED' });
    expect(call?.outcome?.evidence).toBeUndefined();
  });

  it.each([
    [5, 'OCP_EXPIRED', ['call_not_recovered']],
    [6, 'OCP_EXPIRED', ['call_not_recovered', 'call_faulty']],
    [7, 'OCP_EXPIRED', ['call_not_recovered']],
    [7, 'NOT_FOUND', ['call_not_recovered']],
  ])(
    'raises an alert at the seventh fault in a row only: after %d and then %s',
    async (before, code, types) => {
      const outcome = { outcome: 'failed', code, isAboutTheCall: code === 'NOT_FOUND' };
      const { noted } = await release(outcome, {}, { reconciliationFaults: before });
      expect(noted.map(({ type }) => type)).toEqual(types);
    },
  );

  it('reports each call that was not recovered, with its code or a code of its own', async () => {
    const failed = await release({ outcome: 'failed', code: 'NOT_COVERED', message: 'too short' });
    expect(failed.noted).toEqual([
      {
        type: 'call_not_recovered',
        ...key,
        reconciliationId,
        code: 'NOT_COVERED',
        reason: 'too short',
        faults: 1,
      },
    ]);
    expect((await release({ outcome: 'open' })).noted).toMatchObject([{ code: 'NOT_RECOVERED', reason: '' }]);
  });
});
