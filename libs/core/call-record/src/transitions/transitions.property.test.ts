import fc from 'fast-check';
import { CallRecord } from '../call-record.ts';
import type { Transition } from '../change-record.ts';
import { isPending } from '../held.ts';
import { replayHistory } from '../replay-history.ts';
import { audio, by, key, minute, r1, r2, registry, reported, stored } from '../test-call.ts';
import { claimCall } from './claim-call.ts';
import { claimLocation } from './claim-location.ts';
import { giveUpCall } from './give-up-call.ts';
import { queueCall } from './queue-call.ts';
import { recordDiscovered } from './record-event.ts';
import { recordListed } from './record-listed.ts';
import { recordQuarantined } from './record-quarantined.ts';
import { releaseCall } from './release-call.ts';

type Make = (context: ReturnType<typeof by>) => Transition<unknown>;

const holder = fc.constantFrom(r1, r2);
const dead = fc.option(holder, { nil: undefined });
const sha256 = fc.constantFrom('aa', 'bb', 'cc', 'dd', 'ee');
const place = fc.record({ bucket: fc.constantFrom('b1', 'b2'), key: fc.constantFrom('k1', 'k2') });
const facts = fc.record(
  { groupId: fc.constant('Acme_EN'), startedAt: fc.nat(3).map(minute) },
  { requiredKeys: [] },
);
const event = fc.record(
  {
    eventType: fc.constantFrom('CDR_START', 'IVR_END', 'CDR_END'),
    timestamp: fc.nat(3).map(minute),
    durationMs: fc.nat(200_000),
    channel: fc.constantFrom('voice', 'chat'),
    exitStatus: fc.constantFrom('completed', 'transfer'),
    test: fc.boolean(),
  },
  { requiredKeys: ['eventType', 'timestamp'] },
);

/** Every transition, with every argument that matters. */
const make: fc.Arbitrary<Make> = fc.oneof(
  event.map(
    (payload): Make =>
      (context) =>
        reported(payload, context),
  ),
  facts.map(
    (some): Make =>
      (context) =>
        recordDiscovered(key, some, context),
  ),
  fc.tuple(facts, place).map(
    ([some, at]): Make =>
      (context) =>
        claimLocation(key, some, () => at, context),
  ),
  fc.tuple(sha256, place, fc.constantFrom('REALTIME' as const, 'RECONCILIATION' as const)).map(
    ([sha, location, source]): Make =>
      (context) =>
        stored({ location, source, audio: { ...audio, sha256: sha } }, context),
  ),
  fc.tuple(sha256, facts).map(
    ([sha, some]): Make =>
      (context) =>
        recordQuarantined(
          key,
          some,
          { key: sha, sha256: sha, reason: 'CONFLICT', detail: 'other bytes', at: context.now },
          context,
        ),
  ),
  fc.tuple(holder, dead).map(
    ([id, stale]): Make =>
      (context) =>
        queueCall(id, stale, context),
  ),
  fc.tuple(holder, dead).map(
    ([id, deadId]): Make =>
      (context) =>
        claimCall(id, deadId, context),
  ),
  holder.map(
    (id): Make =>
      (context) =>
        recordListed({ exportJobId: 'job-1', readableUntil: minute(90), recordingId: 'rec-1' }, id, context),
  ),
  fc.tuple(holder, fc.boolean()).map(
    ([id, isAboutTheCall]): Make =>
      (context) =>
        releaseCall(
          id,
          { code: 'X', message: 'x', isAboutTheCall },
          {
            maxAttempts: 2,
            retryDelayMs: 1_000,
            firstFaultDelayMs: 300_000,
            maxFaultDelayMs: 86_400_000,
            dailyDelayMs: 86_400_000,
          },
          context,
        ),
  ),
  fc.constant<Make>((context) => giveUpCall({ code: 'RETENTION_EXPIRED', message: 'gone' }, context)),
);
/** The registry may change at any step: the group becomes known, unknown or not recorded. */
const group = fc.constantFrom(
  registry.findGroup('Acme_EN'),
  registry.findGroup('Acme_EN'),
  registry.findGroup('Acme_EN'),
  undefined,
  registry.findGroup('Bolt_Chat'),
);
const steps = fc.array(fc.tuple(make, group), { minLength: 1, maxLength: 25 });

const flags = ['hasCdrEnd', 'audioReceived', 'audioProcessed', 's3Stored'] as const;

/** Runs the steps and calls `look` with the record before and after every write. */
const play = (
  some: readonly (readonly [Make, ReturnType<typeof registry.findGroup>])[],
  look: (before: CallRecord | undefined, after: CallRecord) => void,
): CallRecord | undefined => {
  let record: CallRecord | undefined;
  some.forEach(([makeTransition, ofGroup], at) => {
    const { next } = makeTransition(by(10 + at, { group: ofGroup }))(record);
    if (!next) return;
    look(record, next);
    record = next;
  });
  return record;
};

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
          for (const field of ['audio', 'audioUrl', 's3StoredAt', 'ingestionSource'] as const) {
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
        const { history: _, revision: __, updatedAt: ___, facts: ____, ...fields } = record;
        expect(replayHistory(read)).toEqual(JSON.parse(JSON.stringify(fields)));
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
