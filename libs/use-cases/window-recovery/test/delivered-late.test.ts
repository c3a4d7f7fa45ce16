import { type CallRecord, expireCall, ReconciliationId, recordEvent, shifted } from '@recordings/call-record';
import {
  type ExportedJob,
  type ListingEntry,
  nextReconciliation,
  openReconciliation,
  type Reconciliation,
} from '@recordings/reconciliation';
import { holdCall } from '../src/test-call.ts';
import {
  asked,
  callId,
  DAY_MS,
  groupId,
  HOUR_MS,
  jobOf,
  key,
  listed,
  makeDelivery,
  policy,
  r1,
  registered,
  tenantId,
} from './delivery-fixture.ts';

const FOUND = ReconciliationId.parse('e-9-found');
const JOB_LIFE_MS = registered.exportConstraints.jobLifeMinutes * 60_000;
const context = (now = asked) => ({ group: registered, shardCount: 1, now, by: 'test' });

/** A window of the call that waits for its job. */
const waiting = (): Reconciliation => {
  const request = {
    version: 1,
    type: 'RECONCILIATION_REQUEST',
    payload: {
      ...{ reconciliationId: r1, batchId: 'b', tenantId, groupId, priority: 'normal', metadata: {} },
      ...{ fromDate: shifted(asked, -DAY_MS), toDate: asked, calls: [{ callId }] },
    },
  };
  const startedAt = shifted(asked, -HOUR_MS - 60_000);
  const call = { startedAt, endedAt: shifted(asked, -HOUR_MS), outcome: 'open' };
  const claimed = { type: 'calls-claimed', calls: { [callId]: call } };
  const opened = openReconciliation(request as never, asked, policy);
  return nextReconciliation(opened, claimed as never, asked, policy).reconciliation;
};

/** The lease of the window ended before its job. */
const closed = (): Reconciliation =>
  nextReconciliation(waiting(), { type: 'nudged' }, shifted(asked, 3 * HOUR_MS), policy).reconciliation;

const make = async (window: Reconciliation) => {
  const delivery = makeDelivery();
  const { calls, windows, state, tasks, noted } = delivery;
  await holdCall(calls, key, r1, asked);
  windows.set(r1, window);
  // The other one has no record. Its range is as old as OCP keeps recordings, so it is downloaded from the job too.
  state.listing = [listed(callId), listed('other')];
  return {
    ...delivery,
    call: (): CallRecord => calls.of(callId)!,
    /** Gives the call up, as the pooler does when its deadline has passed. @returns the job, which ends after that. */
    giveUp: async (): Promise<ExportedJob> => {
      state.now = shifted(calls.of(callId)!.recoverableUntil, 60_000);
      const rule = { marginMs: 0, promptAttempts: 3 };
      await calls.change(key, expireCall(rule, context(state.now), r1));
      return jobOf({ reconciliationIds: [r1], exportedAt: state.now });
    },
    sent: (): string[] => tasks.map((task) => `${task.reconciliationId} ${task.callId}`),
    countOf: (type: string): number => noted.filter((event) => event.type === type).length,
  };
};

describe('a job that is delivered late', () => {
  it('proves a call whose window was closed before, and downloads it', async () => {
    const { giveUp, deliver, call, sent, countOf, windows } = await make(closed());
    const job = await giveUp();
    expect(call().reconciliationStatus).toBe('given_up');
    expect(await deliver(job)).toEqual({ type: 'delivered' });
    expect(call()).toMatchObject({ reconciliationStatus: 'in_progress', exportJobId: 'job-9' });
    expect(sent()).toEqual(['e-9-found c-1', 'e-9-found other']);
    expect(countOf('call_reopened')).toBe(1);
    // No other job will list them: the downloads may go on until OCP deletes this one.
    expect(windows.get(FOUND)).toMatchObject({ deadline: shifted(job.exportedAt, JOB_LIFE_MS) });
  });

  it.each(['put', 'send'] as const)('downloads a reopened call after a %s has failed', async (failing) => {
    const { giveUp, deliver, state, call, sent } = await make(closed());
    const job = await giveUp();
    state.failing = failing;
    await expect(deliver(job)).rejects.toThrow(`${failing} failed`);
    expect(sent()).toEqual([]);
    expect(await deliver(job)).toEqual({ type: 'delivered' });
    expect(call().reconciliationId).toBe('e-9-found');
    expect(sent()).toEqual(['e-9-found c-1', 'e-9-found other']);
  });

  it('is downloaded for its own window, if the call was given up while that was open', async () => {
    const { giveUp, deliver, call, sent } = await make(waiting());
    await deliver(await giveUp());
    expect(call()).toMatchObject({ reconciliationStatus: 'in_progress', reconciliationId: r1 });
    expect(sent()).toEqual(['r-1 c-1', 'e-9-found other']);
  });

  it('is downloaded for its own window, if an event explained the call while that was open', async () => {
    const { deliver, calls, call, sent, countOf } = await make(waiting());
    const event = { source: 'end', name: 'CDR_END', callId, facts: { isTest: true } } as const;
    await calls.change(key, recordEvent(key, event as never, context(shifted(asked, 60_000))));
    expect(call().outcome?.code).toBe('NO_AUDIO_EXPECTED');
    await deliver(jobOf({ reconciliationIds: [r1] }));
    expect(call()).toMatchObject({ reconciliationStatus: 'in_progress', reconciliationId: r1 });
    expect(sent()).toEqual(['r-1 c-1']);
    expect(countOf('call_reopened')).toBe(1);
  });

  it('uses no attempt if its listing was trusted once, and cannot be read whole again', async () => {
    const { deliver, state, call, countOf } = await make(waiting());
    state.listing = [listed('other'), { kind: 'unreadable', reason: 'no call id' } as ListingEntry];
    await deliver(jobOf({ reconciliationIds: [r1], verdict: { kind: 'trusted', reason: '' } }));
    expect(call()).toMatchObject({
      reconciliationAttempts: 0,
      outcome: { code: 'LISTING_INCOMPLETE' },
    });
    expect(countOf('listing_doubted')).toBe(1);
  });
});
