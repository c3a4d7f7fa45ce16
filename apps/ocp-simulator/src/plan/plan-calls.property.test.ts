import fc from 'fast-check';
import { audioFile } from '../../test/make-call.ts';
import { type PlanOptions, planCalls } from './plan-calls.ts';
import { isRecorded } from './planned-call.ts';

const groups = ['A', 'B~odd', 'C'].map((name, at) => ({
  name,
  accountId: String(101 + at),
  apps: ['MainMenu', 'Billing'],
  isRecorded: name !== 'C',
}));
const audioFiles = [1_000, 8_500, 42_000].map((durationMs) => ({
  ...audioFile,
  path: `/a/${durationMs}`,
  durationMs,
}));

const options: fc.Arbitrary<PlanOptions> = fc.record({
  seed: fc.nat(),
  calls: fc.nat(120),
  loss: fc.double({ min: 0, max: 1, noNaN: true }),
  // The shortest span barely holds the longest call.
  spanMs: fc.integer({ min: 48_000, max: 86_400_000 }),
  spanEnd: fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2027, 0, 1) }),
  groups: fc.constant(groups),
  audioFiles: fc.constant(audioFiles),
});

describe('planCalls', () => {
  it('keeps every call inside the span, and longer than its audio', () => {
    fc.assert(
      fc.property(options, (given) => {
        for (const call of planCalls(given)) {
          expect(call.startedAt).toBeGreaterThanOrEqual(given.spanEnd - given.spanMs);
          expect(call.endedAt).toBeLessThanOrEqual(given.spanEnd);
          expect(call.ivrEndedAt).toBeGreaterThan(call.startedAt);
          expect(call.ivrEndedAt).toBeLessThanOrEqual(call.endedAt);
          const audioMs = call.recording?.file.durationMs ?? 0;
          expect(call.endedAt - call.startedAt).toBeGreaterThan(audioMs);
        }
      }),
    );
  });

  it('plans exactly the calls with audio asked for, and loses exactly their share', () => {
    fc.assert(
      fc.property(options, (given) => {
        const recorded = planCalls(given).filter(isRecorded);
        expect(recorded).toHaveLength(given.calls);
        const gone = recorded.filter(({ recording }) => recording.pushFate !== 'delivered');
        expect(gone).toHaveLength(Math.round(given.calls * given.loss));
      }),
    );
  });

  it('adds some chats, which have no audio', () => {
    fc.assert(
      fc.property(options, (given) => {
        const chats = planCalls(given).filter(({ channel }) => channel === 'chat');
        expect(chats).toHaveLength(Math.ceil(given.calls * 0.08));
        expect(chats.filter(isRecorded)).toEqual([]);
      }),
    );
  });

  it('plans the same calls and losses for the same seed; another span end only moves them', () => {
    fc.assert(
      fc.property(options, fc.integer({ min: -1e10, max: 1e10 }), (given, byMs) => {
        const moved = planCalls({ ...given, spanEnd: given.spanEnd + byMs });
        const movedBack = moved.map((call) => ({
          ...call,
          startedAt: call.startedAt - byMs,
          ivrEndedAt: call.ivrEndedAt - byMs,
          endedAt: call.endedAt - byMs,
        }));
        expect(movedBack).toEqual(planCalls(given));
      }),
    );
  });

  it('numbers the calls in order of start and gives each its own id', () => {
    fc.assert(
      fc.property(options, (given) => {
        const planned = planCalls(given);
        expect(planned.map(({ ordinal }) => ordinal)).toEqual([...planned.keys()]);
        const starts = planned.map(({ startedAt }) => startedAt);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
        expect(new Set(planned.map(({ callId }) => callId)).size).toBe(planned.length);
      }),
    );
  });

  it('gives recordings only to groups that are recorded', () => {
    fc.assert(
      fc.property(options, (given) => {
        const names = planCalls(given)
          .filter(isRecorded)
          .map(({ group }) => group.name);
        expect(names).not.toContain('C');
      }),
    );
  });
});
