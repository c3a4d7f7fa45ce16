import { isPending } from '../held.ts';
import { apply, by, key, minute, missing, r1, r2, registry, reported, stored } from '../test-call.ts';
import { shifted } from '../timestamp.ts';
import { claimCall } from './claim-call.ts';
import { giveUpCall } from './give-up-call.ts';
import { queueCall } from './queue-call.ts';
import { recordDiscovered } from './record-event.ts';
import { releaseCall } from './release-call.ts';

const held = apply(missing, claimCall(r1, undefined, by(10)));
const claim = (id = r1, deadHolder: typeof r1 | undefined = undefined, context = by(20)) =>
  claimCall(id, deadHolder, context);

describe('claimCall', () => {
  it('holds a pending call and gives the times that its export must cover', () => {
    expect(claim()(missing)).toMatchObject({
      result: { kind: 'claimed', startedAt: minute(0), endedAt: minute(2) },
      next: { reconciliationStatus: 'in_progress', reconciliationId: r1, lastReconciliationAt: minute(20) },
    });
  });

  it('gives no end if none was reported', () => {
    const discovered = apply(undefined, recordDiscovered(key, { startedAt: minute(0) }, by()));
    expect(claim()(discovered).result).toEqual({
      kind: 'claimed',
      startedAt: minute(0),
      isStartProvisional: false,
    });
  });

  it('says that the start is provisional if no source reported it', () => {
    const stub = apply(undefined, recordDiscovered(key, {}, by(7)));
    expect(claim()(stub).result).toMatchObject({ startedAt: minute(7), isStartProvisional: true });
    const range = { startedAt: minute(0), startedBefore: minute(60) };
    const listed = apply(undefined, recordDiscovered(key, range, by(90)));
    expect(listed.callTimestamp).toBe(minute(0));
    expect(claim()(listed).result).toEqual({ kind: 'claimed', isStartProvisional: true, ...range });
    // The range does not matter once a source reports the exact start.
    const known = apply(listed, reported({ eventType: 'CDR_START', timestamp: minute(5) }));
    expect(claim()(known).result).toEqual({
      kind: 'claimed',
      startedAt: minute(5),
      isStartProvisional: false,
    });
  });

  it.each([
    ['gives the end, as far ahead as clocks may differ', 120, { endedAt: minute(125) }],
    ['gives no end that was in the future when its event came', 119, {}],
  ])('%s, of a call of which only a listing gives the range', (_, receivedAt, end) => {
    const range = { startedAt: minute(0), startedBefore: minute(60) };
    const ended = reported({ eventType: 'CDR_END', timestamp: minute(125) }, by(receivedAt));
    const call = apply(apply(undefined, recordDiscovered(key, range, by(90))), ended);
    expect(claim(r1, undefined, by(600))(call).result).toEqual({
      ...{ kind: 'claimed', isStartProvisional: true, ...range },
      ...end,
    });
  });

  it('holds a call that was queued for it, and writes nothing', () => {
    const queued = apply(missing, queueCall(r1, undefined, by(5)));
    const { result, next } = claim()(queued);
    expect(result).toMatchObject({ kind: 'claimed', startedAt: minute(0) });
    expect(next).toBeUndefined();
  });

  it('explains a call that was queued for it, if the registry expects no recording by now', () => {
    const test = reported({ eventType: 'IVR_END', timestamp: minute(1), test: true }, by(6));
    const queued = apply(missing, queueCall(r1, undefined, by(5)));
    const { next } = test(queued);
    expect(claim()({ ...next!, reconciliationShard: queued.reconciliationShard }).result.kind).toBe(
      'explained',
    );
  });

  it('is idempotent for one reconciliation: a redelivered request writes no change', () => {
    const again = claim(r1, undefined, by(30))(held);
    expect(again.next).toBeUndefined();
    expect(again.result.kind).toBe('claimed');
  });

  it.each([
    ['holds', held],
    ['has queued', apply(missing, queueCall(r1, undefined, by(5)))],
  ])('does not change a call that another reconciliation %s, and names that one', (_, record) => {
    expect(claim(r2)(record)).toEqual({ result: { kind: 'held', holder: r1 } });
  });

  it('takes over a call from the dead holder only', () => {
    const taken = apply(held, claim(r2, r1));
    expect(taken.reconciliationId).toBe(r2);
    expect(claim(r1, r1)(taken)).toEqual({ result: { kind: 'held', holder: r2 } });
  });

  it.each([
    ['absent', undefined],
    ['stored', apply(held, stored())],
    ['explained', apply(missing, giveUpCall({ code: 'X', message: 'x' }, by()))],
    [
      'explained',
      apply(
        missing,
        reported({ eventType: 'CDR_START', timestamp: minute(0), test: true }),
        reported({ eventType: 'CDR_END', timestamp: minute(2), test: true }),
      ),
    ],
  ])('does not change a call that is %s', (kind, record) => {
    if (record) expect(isPending(record)).toBe(false);
    expect(claim()(record)).toEqual({ result: { kind } });
  });

  describe('of a released call', () => {
    const rule = {
      maxAttempts: 3,
      retryDelayMs: 60 * 60_000,
      firstFaultDelayMs: 30 * 60_000,
      maxFaultDelayMs: 86_400_000,
      dailyDelayMs: 86_400_000,
    };
    const released = (isAboutTheCall: boolean) =>
      apply(held, releaseCall(r1, { code: 'X', message: 'x', isAboutTheCall }, rule, by(20)));

    it.each([
      ['failed', true, 80],
      ['pending', false, 50],
    ] as const)('refuses it while it is %s and not due', (status, isAboutTheCall, dueAt) => {
      const record = released(isAboutTheCall);
      expect(record.reconciliationStatus).toBe(status);
      for (const id of [r1, r2]) {
        const justBefore = by(0, { now: shifted(minute(dueAt), -1) });
        expect(claimCall(id, undefined, justBefore)(record)).toEqual({ result: { kind: 'not-due' } });
        expect(claimCall(id, undefined, by(dueAt))(record).result.kind).toBe('claimed');
      }
    });

    it('uses one attempt, however many windows contain the call', () => {
      let record = released(true);
      for (const id of [r2, r1, r2]) {
        record = apply(record, claimCall(id, undefined, by(21)));
        record = apply(
          record,
          releaseCall(id, { code: 'X', message: 'x', isAboutTheCall: true }, rule, by(22)),
        );
      }
      expect(record).toMatchObject({ reconciliationAttempts: 1, outcome: { retryable: true } });
    });

    it('holds it if it was queued for it, also when this clock is behind', () => {
      const queued = apply(released(true), queueCall(r2, undefined, by(80)));
      expect(claimCall(r2, undefined, by(79))(queued).result.kind).toBe('claimed');
    });
  });

  it('does not hold a call whose group is no longer recorded', () => {
    const off = { ...registry.findGroup('Acme_EN')!, recording: { enabled: false } };
    const { next, result } = claim(r1, undefined, by(20, { group: off }))(missing);
    expect(result).toEqual({ kind: 'explained' });
    expect(next?.outcome?.code).toBe('NO_AUDIO_EXPECTED');
  });
});
