import { claimCall, releaseCall, shifted, type Timestamp } from '@recordings/call-record';
import {
  at,
  daysBefore,
  ended,
  inOrder,
  keyOf,
  minutesBefore,
  notFound,
  queuedBy,
  type TestCall,
} from './call-fixture.ts';
import { makeTestFinder, type TestFinder } from './test-finder.ts';

const HOUR_MS = 3_600_000;

const limitedTo = (maxCalls: number): TestFinder => makeTestFinder({ policy: { maxCalls } });

const put = (finder: TestFinder, callId: string, fields: Omit<TestCall, 'key'>): void =>
  finder.put(keyOf(callId), ended({ key: keyOf(callId), ...fields }));

const takePublishedIds = (finder: TestFinder): string[] => finder.takePublished().flat().sort();

/** OCP refuses the credentials of the call's group. That says nothing about the call, which is soon due again. */
const refusedAt = (finder: TestFinder, callId: string, now: Timestamp): void => {
  const id = finder.get(keyOf(callId))!.reconciliationId!;
  const reason = { code: 'FAILED_OCP_API_ERROR', message: '401', isAboutTheCall: false };
  const rule = {
    maxAttempts: 3,
    retryDelayMs: 6 * HOUR_MS,
    firstFaultDelayMs: 300_000,
    maxFaultDelayMs: 86_400_000,
    dailyDelayMs: 86_400_000,
  };
  const context = at(shifted(now, 60_000));
  const claimed = claimCall(id, undefined, context);
  finder.put(keyOf(callId), inOrder(claimed, releaseCall(id, reason, rule, context)));
};

describe('an execution that cannot take all calls', () => {
  it('takes an urgent call before older calls', async () => {
    const finder = limitedTo(2);
    for (let n = 0; n < 6; n += 1) put(finder, `old-${n}`, { startedAt: daysBefore(50) });
    // OCP deletes it in two days.
    put(finder, 'urgent', { startedAt: daysBefore(58), groupId: 'Acme_ES' });
    put(finder, 'young', { startedAt: minutesBefore(60), groupId: 'Acme_ES' });
    expect(await finder.run()).toMatchObject({ totalCallsFound: 2, limitReached: true });
    expect(takePublishedIds(finder)).toEqual(['urgent', 'young']);
  });

  it('takes the calls of each group in turn, though those of one group always fail', async () => {
    const finder = limitedTo(3);
    for (let n = 0; n < 6; n += 1) put(finder, `failing-${n}`, { startedAt: daysBefore(50) });
    for (const n of [0, 1, 2]) put(finder, `other-${n}`, { startedAt: daysBefore(40), groupId: 'Acme_ES' });
    const times = new Map<string, number>();
    for (let run = 0; run < 6; run += 1) {
      const now = minutesBefore(-15 * run);
      await finder.run({ now });
      for (const callId of takePublishedIds(finder)) {
        times.set(callId, (times.get(callId) ?? 0) + 1);
        refusedAt(finder, callId, now);
      }
    }
    // 18 turns for 9 calls.
    expect([...times.values()]).toEqual(Array.from({ length: 9 }, () => 2));
  });

  it('reads each reconciliation that holds calls once, and reports only the calls that it takes', async () => {
    const finder = limitedTo(1);
    put(finder, 'free', { startedAt: minutesBefore(60) });
    for (let n = 0; n < 5; n += 1) {
      const key = keyOf(`stale-${n}`);
      const call = ended({ key, startedAt: minutesBefore(90) });
      finder.put(key, inOrder(call, queuedBy('r-1', minutesBefore(40))));
    }
    expect(await finder.run()).toMatchObject({ totalCallsFound: 1, limitReached: true });
    expect(takePublishedIds(finder)).toEqual(['free']);
    expect(finder.noted('stale_call_found')).toEqual([]);
    expect(finder.steps.log.filter((step) => step.startsWith('get'))).toEqual(['get r-1', 'get r-1 done']);
    expect(finder.noted('index_classified')).toMatchObject([{ counts: { 'maybe-stale': 5 } }]);
  });

  it('passes over held calls that live, and takes the next ones', async () => {
    const finder = limitedTo(1);
    const key = keyOf('held');
    const call = ended({ key, startedAt: daysBefore(58) });
    finder.put(key, inOrder(call, queuedBy('r-holder', minutesBefore(40))));
    finder.putReconciliation({});
    put(finder, 'free', { startedAt: minutesBefore(60) });
    expect(await finder.run()).toMatchObject({ totalCallsFound: 1 });
    expect(takePublishedIds(finder)).toEqual(['free']);
  });

  it('leaves a tenth to old calls, however many young ones there are', async () => {
    const finder = limitedTo(10);
    for (let n = 0; n < 30; n += 1) put(finder, `young-${n}`, { startedAt: minutesBefore(60) });
    put(finder, 'old', { startedAt: daysBefore(20), groupId: 'Acme_ES' });
    await finder.run();
    expect(takePublishedIds(finder)).toContain('old');
  });

  it('finds a dead call behind more living ones than it can take', async () => {
    const finder = limitedTo(2);
    for (let n = 0; n < 9; n += 1) {
      const key = keyOf(`living-${n}`);
      finder.put(
        key,
        inOrder(ended({ key, startedAt: daysBefore(5) }), queuedBy('r-holder', minutesBefore(40))),
      );
    }
    finder.putReconciliation({});
    const key = keyOf('dead');
    finder.put(key, inOrder(ended({ key, startedAt: daysBefore(1) }), queuedBy('r-dead', minutesBefore(40))));
    await finder.run();
    expect(takePublishedIds(finder)).toEqual(['dead']);
  });

  it('says that the limit is reached only if it took as many calls', async () => {
    const finder = limitedTo(2);
    put(finder, 'a', { startedAt: minutesBefore(60) });
    expect(await finder.run()).toMatchObject({ limitReached: false });
  });

  it('reports the age of the oldest candidate, though it takes another one', async () => {
    const finder = limitedTo(1);
    const key = keyOf('asked');
    finder.put(key, inOrder(ended({ key, startedAt: minutesBefore(600) }), notFound(1, minutesBefore(30))));
    put(finder, 'new', { startedAt: minutesBefore(60) });
    await finder.run();
    expect(takePublishedIds(finder)).toEqual(['new']);
    expect(finder.noted('backlog_measured')).toEqual([
      { type: 'backlog_measured', oldestAgeMs: 10 * HOUR_MS },
    ]);
  });

  it('counts a stale call that it takes as part of the backlog', async () => {
    const finder = limitedTo(2);
    const key = keyOf('stale');
    finder.put(
      key,
      inOrder(ended({ key, startedAt: minutesBefore(180) }), queuedBy('r-1', minutesBefore(40))),
    );
    put(finder, 'new', { startedAt: minutesBefore(60) });
    await finder.run();
    expect(finder.noted('backlog_measured')).toMatchObject([{ oldestAgeMs: 3 * HOUR_MS }]);
  });
});
