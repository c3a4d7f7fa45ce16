import type { CallRecord, StoredAudio } from './call-record.ts';
import { parseEvent } from './cdr/parse-event.ts';
import type { ChangeContext } from './change-context.ts';
import type { Transition } from './change-record.ts';
import { CallId, ReconciliationId, TenantId } from './ids.ts';
import { parseRegistry, type RegistryGroup } from './registry.ts';
import { registryFile } from './test-registry.ts';
import { type Timestamp, timestampOf } from './timestamp.ts';
import { markStored, type StoredRecording } from './transitions/mark-stored.ts';
import { recordEvent } from './transitions/record-event.ts';

/** One call for tests. It starts at minute 0, lasts two minutes, and its group is recorded. */
export const registry = parseRegistry(registryFile);
export const group: RegistryGroup = registry.findGroup('Acme_EN')!;
export const key = { tenantId: TenantId.parse('acme'), callId: CallId.parse('c-1') };
export const location = { bucket: 'recordings-cards', key: 'acme/c-1' };
export const r1 = ReconciliationId.parse('r-1');
export const r2 = ReconciliationId.parse('r-2');

/** `minutes` after the call's start. */
export const minute = (minutes: number): Timestamp =>
  timestampOf(Date.UTC(2026, 0, 15, 10, 30) + minutes * 60_000);

export const by = (minutes = 10, over: Partial<ChangeContext> = {}): ChangeContext => ({
  group,
  shardCount: 4,
  now: minute(minutes),
  by: 'test',
  ...over,
});

/** Applies transitions one after the other, as the store does. */
export const apply = (
  record: CallRecord | undefined,
  ...transitions: readonly Transition<unknown>[]
): CallRecord => {
  let current = record;
  for (const transition of transitions) current = transition(current).next ?? current;
  return current!;
};

export const reported = (payload: object, context: ChangeContext = by()): Transition<unknown> => {
  const parsed = parseEvent({ callId: 'c-1', groupId: 'Acme_EN', ...payload });
  if (parsed.kind !== 'event') throw new Error(parsed.reason);
  return recordEvent(key, parsed.event, context);
};

export const started = reported({ eventType: 'CDR_START', timestamp: minute(0), channel: 'voice' }, by(1));
export const ended = reported({ eventType: 'CDR_END', timestamp: minute(2), durationMs: 120_000 }, by(3));

/** A call whose CDRs have come and whose recording is missing. */
export const missing: CallRecord = apply(undefined, started, ended);

export const audio: StoredAudio = {
  codec: 'pcm_s16le',
  channels: 1,
  sampleRateHz: 8000,
  durationMs: 115_000,
  bytes: 1_840_044,
  sha256: 'aa',
  flags: [],
};

export const stored = (
  over: Partial<StoredRecording> = {},
  context: ChangeContext = by(),
): Transition<unknown> =>
  markStored(
    key,
    {
      location,
      audio,
      source: 'REALTIME',
      receivedAt: minute(4),
      processedAt: minute(5),
      storedAt: minute(6),
      ...over,
    },
    context,
  );

/** Every field but the history and its bookkeeping. */
export const fieldsOf = ({ history: _, revision: __, updatedAt: ___, ...fields }: CallRecord): object =>
  fields;

/** What the history of a record replays to. */
export const replayableOf = (record: CallRecord): unknown => {
  const { facts: _, ...fields } = fieldsOf(record) as CallRecord;
  return JSON.parse(JSON.stringify(fields));
};
