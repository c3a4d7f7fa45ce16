import fc from 'fast-check';
import type { CallRecord } from './call-record.ts';
import { parseEvent } from './cdr/parse-event.ts';
import type { ChangeContext } from './change-context.ts';
import type { Transition } from './change-record.ts';
import { CallId, TenantId } from './ids.ts';
import { parseRegistry } from './registry.ts';
import { replayHistory } from './replay-history.ts';
import { replayableOf } from './test-call.ts';
import { registryFile } from './test-registry.ts';
import { timestampOf } from './timestamp.ts';
import { markStored } from './transitions/mark-stored.ts';
import { recordEvent } from './transitions/record-event.ts';
import { recordQuarantined } from './transitions/record-quarantined.ts';

const registry = parseRegistry(registryFile);
const key = { tenantId: TenantId.parse('acme'), callId: CallId.parse('c-1') };
const startMs = Date.UTC(2026, 0, 15, 10, 30);
const now = timestampOf(startMs + 3_600_000);
const group = { ...registry.findGroup('Acme_EN')!, keptKvps: ['intent'] };
const context: ChangeContext = { group, shardCount: 4, now, by: 'test' };

const specEvents = [
  {
    eventType: 'CDR_START',
    callId: 'c-1',
    groupId: 'Acme_EN',
    timestamp: timestampOf(startMs),
    channel: 'voice',
  },
  {
    eventType: 'IVR_END',
    callId: 'c-1',
    groupId: 'Acme_EN',
    timestamp: timestampOf(startMs + 60_000),
    exitStatus: 'completed',
    durationMs: 60_000,
    ivrResult: 'paid',
  },
  {
    eventType: 'CDR_END',
    callId: 'c-1',
    groupId: 'Acme_EN',
    timestamp: timestampOf(startMs + 61_000),
    durationMs: 61_500,
    exitStatus: 'undefined',
  },
  // Another CDR end, which contradicts the first.
  { eventType: 'CDR_END', callId: 'c-1', groupId: 'Acme_EN', timestamp: timestampOf(startMs + 62_000) },
];
const dialog = {
  id: 'c-1',
  group: 'c-1',
  time: startMs,
  flow: { ocp_group_name: 'Acme_EN', parent_step: 0, type: 'Flow' },
  channel: 'SIP',
};
const ocpEvents = [
  { message_type: 'dialog_start', ...dialog, channel: 'chat', connection_id: 'b', queue: 'q' },
  {
    message_type: 'dialog_end',
    ...dialog,
    channel: 'undefined',
    duration: 90_000,
    end_type: 'FAR_HUP',
    connection_id: 'a',
    queue: 'r',
    kvps: [{ key: 'intent', value: 'card' }],
  },
  { message_type: 'dialog_hold', ...dialog, heldMs: 1 },
  { message_type: 'dialog_hold', ...dialog, heldMs: 2 },
  // A corrected start.
  { message_type: 'dialog_start', ...dialog, time: startMs - 8 * 3_600_000 },
];

const play = (events: readonly object[]): CallRecord => {
  let record: CallRecord | undefined;
  for (const payload of events) {
    const parsed = parseEvent(payload);
    if (parsed.kind !== 'event') throw new Error(JSON.stringify(parsed));
    record = recordEvent(key, parsed.event, context)(record).next ?? record;
  }
  return record!;
};

/** Every field but the history, which depends on the order by design. */
const final = ({ history: _, revision: __, ...record }: CallRecord): object => record;

/** Any order of `events`, each at least once. */
const disordered = <T>(events: readonly T[]): fc.Arbitrary<T[]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...events], { minLength: events.length }),
      fc.array(fc.constantFrom(...events), { maxLength: 6 }),
    )
    .chain(([once, again]) =>
      fc.shuffledSubarray([...once, ...again], { minLength: once.length + again.length }),
    );

describe('events of one call', () => {
  it.each([
    ['spec', specEvents],
    ['OCP', ocpEvents],
    ['both', [...specEvents, ...ocpEvents]],
  ])('give the same record in any order and however often: %s vocabulary', (_, events) => {
    const expected = final(play(events));
    fc.assert(fc.property(disordered(events), (some) => expect(final(play(some))).toEqual(expected)));
  });

  it.each<[string, object, ChangeContext['group']]>([
    ['a chat', { channel: 'chat' }, context.group],
    ['a test call', { test: true, test_flag: true }, context.group],
    ['a call of a group that is not recorded', {}, registry.findGroup('Bolt_Chat')],
    ['a call', {}, context.group],
  ])('leave the call pending if rejected bytes came for it, in any order: %s', (_, over, group) => {
    const at = { ...context, group };
    const damaged = { key: 'q', sha256: 'bb', reason: 'TRUNCATED', detail: 'cut short', at: now };
    const steps: Transition<unknown>[] = [...specEvents, ...ocpEvents].map((payload) => {
      const parsed = parseEvent({ ...payload, ...over });
      if (parsed.kind !== 'event') throw new Error(JSON.stringify(parsed));
      return recordEvent(key, parsed.event, at);
    });
    steps.push(recordQuarantined(key, { groupId: 'Acme_EN' }, damaged, at));
    const run = (some: readonly Transition<unknown>[]): CallRecord =>
      some.reduce<CallRecord | undefined>((record, step) => step(record).next ?? record, undefined)!;
    const expected = final(run(steps));
    expect(expected).toMatchObject({ reconciliationStatus: 'pending', outcome: { code: 'TRUNCATED' } });
    expect(expected).toHaveProperty('reconciliationShard', expect.any(String));
    fc.assert(fc.property(disordered(steps), (some) => expect(final(run(some))).toEqual(expected)));
  });

  it('never reset a flag, and never put a stored call back into the index', () => {
    const stored = { bucket: 'b', key: 'k' };
    const audio = {
      codec: 'pcm',
      channels: 1,
      sampleRateHz: 8000,
      durationMs: 60_000,
      bytes: 1,
      sha256: 'x',
      flags: [],
    };
    const store = markStored(
      key,
      { location: stored, audio, source: 'REALTIME', receivedAt: now, processedAt: now, storedAt: now },
      context,
    );
    fc.assert(
      fc.property(disordered(specEvents), fc.nat(10), (some, at) => {
        let record: CallRecord | undefined;
        some.forEach((payload, index) => {
          if (index === at % some.length) record = store(record).next ?? record;
          const parsed = parseEvent(payload);
          if (parsed.kind === 'event')
            record = recordEvent(key, parsed.event, context)(record).next ?? record;
        });
        expect(record).toMatchObject({
          callStatus: 'COMPLETED',
          s3Stored: true,
          audioReceived: true,
          audioProcessed: true,
          reconciliationStatus: 'completed',
        });
        expect(record!.reconciliationShard).toBeUndefined();
      }),
    );
  });

  it('leave a history that replays to the record', () => {
    fc.assert(
      fc.property(disordered([...specEvents, ...ocpEvents]), (some) => {
        const record = play(some);
        expect(replayHistory(record.history)).toEqual(replayableOf(record));
      }),
    );
  });

  it('add no entry to the history when they repeat', () => {
    const once = play(specEvents);
    const twice = play([...specEvents, ...specEvents]);
    expect(twice.history).toEqual(once.history);
    expect(twice.revision).toBe(once.revision);
  });
});
