import fc from 'fast-check';
import { CallRecord } from '../call-record.ts';
import { isPending } from '../held.ts';
import { replayHistory } from '../replay-history.ts';
import { by, key, replayableOf, reported } from '../test-call.ts';
import { event, facts, play, steps } from '../test-steps.ts';
import { recordDiscovered } from './record-event.ts';

const flags = ['hasCdrEnd', 'audioReceived', 'audioProcessed', 's3Stored'] as const;

describe('any sequence of transitions', () => {
  it('never resets a flag, never leaves "completed", never changes a location', () => {
    fc.assert(
      fc.property(steps, (some) => {
        play(some, (before, after) => {
          for (const flag of flags) if (before?.[flag]) expect(after[flag]).toBe(true);
          if (before?.location) expect(after.location).toEqual(before.location);
          if (!before?.s3Stored) return;
          expect(after.reconciliationStatus).toBe('completed');
          expect(after.reconciliationShard).toBeUndefined();
          for (const field of [
            'audio',
            'audioUrl',
            's3StoredAt',
            'ingestionSource',
            'recoveredBy',
          ] as const) {
            expect(after[field]).toEqual(before[field]);
          }
        });
      }),
      { numRuns: 500 },
    );
  });

  it('adds one revision and one history entry at each write, and writes a readable item', () => {
    fc.assert(
      fc.property(steps, (some) => {
        play(some, (before, after) => {
          expect(after.revision).toBe((before?.revision ?? 0) + 1);
          expect(after.history).toHaveLength(after.revision);
          expect(after.history.slice(0, -1)).toEqual(before?.history ?? []);
          expect(CallRecord.safeParse(JSON.parse(JSON.stringify(after)))).toMatchObject({ success: true });
        });
      }),
    );
  });

  it('leaves a history that replays to the record', () => {
    fc.assert(
      fc.property(steps, (some) => {
        const record = play(some, () => undefined);
        if (!record) return;
        // As the store returns it: without undefined fields.
        const { history: read } = CallRecord.parse(JSON.parse(JSON.stringify(record)));
        expect(replayHistory(read)).toEqual(replayableOf(record));
      }),
    );
  });

  it('leaves every call complete, explained, or in the index to be reconciled', () => {
    fc.assert(
      fc.property(steps, (some) => {
        const record = play(some, () => undefined);
        if (!record) return;
        const isExplained = record.outcome !== undefined && !record.outcome.retryable;
        expect([record.s3Stored, isExplained, isPending(record)].filter(Boolean)).toHaveLength(1);
      }),
    );
  });

  it('writes no change when its last step is repeated at once', () => {
    fc.assert(
      fc.property(event, facts, (payload, some) => {
        for (const transition of [reported(payload), recordDiscovered(key, some, by())]) {
          expect(transition(transition(undefined).next).next).toBeUndefined();
        }
      }),
    );
  });
});
