import {
  CallId,
  type CallKey,
  type CallRecord,
  type ChangeContext,
  claimCall,
  markStored,
  parseEvent,
  parseRegistry,
  ReconciliationId,
  recordEvent,
  shifted,
  TenantId,
  type Timestamp,
  type Transition,
} from '@recordings/call-record';
import { registryFile } from './test-registry.ts';

export const SHARD_COUNT = 4;
export const registry = parseRegistry(registryFile);

/** The time of the first execution of a test. */
export const NOON: Timestamp = '2026-06-15T12:00:00.000Z';

export const minutesBefore = (minutes: number, now: Timestamp = NOON): Timestamp =>
  shifted(now, -minutes * 60_000);
export const daysBefore = (days: number, now: Timestamp = NOON): Timestamp =>
  minutesBefore(days * 1_440, now);

export const keyOf = (callId: string): CallKey => ({
  tenantId: TenantId.parse('acme'),
  callId: CallId.parse(callId),
});

export const idOf = (id: string): ReconciliationId => ReconciliationId.parse(id);

export const at = (now: Timestamp): ChangeContext => ({
  group: registry.findGroup('Acme_EN'),
  shardCount: SHARD_COUNT,
  now,
  by: 'test',
});

export type TestCall = { readonly key: CallKey; readonly startedAt: Timestamp; readonly groupId?: string };

/** A call of one minute that has ended and whose recording is missing. */
export const ended = ({ key, startedAt, groupId = 'Acme_EN' }: TestCall): Transition<unknown> => {
  const timestamp = shifted(startedAt, 60_000);
  const common = { callId: key.callId, groupId, channel: 'voice' };
  const parsed = parseEvent({ eventType: 'CDR_END', timestamp, durationMs: 60_000, ...common });
  if (parsed.kind !== 'event') throw new Error(parsed.reason);
  return recordEvent(key, parsed.event, { ...at(timestamp), group: registry.findGroup(groupId) });
};

export const claimedBy = (id: string, since: Timestamp): Transition<unknown> =>
  claimCall(idOf(id), undefined, at(since));

/** OCP has answered three times that it has no recording of the call. */
export const triedThreeTimes: Transition<void> = (current) => ({
  next: { ...current!, reconciliationAttempts: 3, reconciliationStatus: 'failed' },
  result: undefined,
});

export const storedByPush = (key: CallKey, now: Timestamp): Transition<unknown> =>
  markStored(
    key,
    {
      location: { bucket: 'test-recordings-sales', key: key.callId },
      audio: {
        codec: 'pcm_s16le',
        channels: 1,
        sampleRateHz: 8_000,
        durationMs: 59_000,
        bytes: 944_044,
        sha256: 'a'.repeat(64),
        flags: [],
      },
      source: 'REALTIME',
      receivedAt: now,
      processedAt: now,
      storedAt: now,
    },
    at(now),
  );

/** Several transitions in one write. */
export const inOrder =
  (...transitions: readonly Transition<unknown>[]): Transition<void> =>
  (current) => {
    let record: CallRecord | undefined = current;
    for (const transition of transitions) record = transition(record).next ?? record;
    const next = record && { ...record, revision: (current?.revision ?? 0) + 1 };
    return { ...(next && { next }), result: undefined };
  };
