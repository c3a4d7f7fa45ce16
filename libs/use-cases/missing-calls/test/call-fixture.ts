import {
  CallId,
  type CallKey,
  type CallRecord,
  type ChangeContext,
  claimCall,
  markStored,
  parseEvent,
  parseRegistry,
  queueCall,
  ReconciliationId,
  recordEvent,
  releaseCall,
  shifted,
  TenantId,
  type Timestamp,
  type Transition,
} from '@recordings/call-record';
import { makeRegistryFile } from '@recordings/test-kit';

export const SHARD_COUNT = 4;
/** Two tenants, four groups. OCP keeps their recordings for 60 days. It exports `Acme_Hours` in whole hours, one job at a time. */
export const registry = parseRegistry(
  makeRegistryFile(
    { name: 'Acme_EN', tenant: 'acme' },
    { name: 'Acme_ES', tenant: 'acme' },
    { name: 'Bolt_EN', tenant: 'bolt' },
    { name: 'Acme_Hours', tenant: 'acme', exportProfile: 'omilia' },
  ),
);

/** The time of the first execution of a test. */
export const NOON: Timestamp = '2026-06-15T12:00:00.000Z';

export const minutesBefore = (minutes: number, now: Timestamp = NOON): Timestamp =>
  shifted(now, -minutes * 60_000);
export const daysBefore = (days: number, now: Timestamp = NOON): Timestamp =>
  minutesBefore(days * 1_440, now);

export const keyOf = (callId: string, tenantId = 'acme'): CallKey => ({
  tenantId: TenantId.parse(tenantId),
  callId: CallId.parse(callId),
});

export const idOf = (id: string): ReconciliationId => ReconciliationId.parse(id);

export const at = (now: Timestamp, groupId = 'Acme_EN'): ChangeContext => ({
  group: registry.findGroup(groupId),
  shardCount: SHARD_COUNT,
  now,
  by: 'test',
});

export type TestCall = {
  readonly key: CallKey;
  readonly startedAt: Timestamp;
  readonly groupId?: string;
  /** When we receive its end event; by default when it ends. */
  readonly receivedAt?: Timestamp;
  /** Further fields of the CDR event. */
  readonly cdr?: Readonly<Record<string, unknown>>;
};

const event = (
  { key, startedAt, groupId = 'Acme_EN', receivedAt, cdr }: TestCall,
  eventType: 'CDR_START' | 'CDR_END',
  over: Partial<ChangeContext> = {},
): Transition<unknown> => {
  const durationMs = eventType === 'CDR_END' ? 60_000 : 0;
  const timestamp = shifted(startedAt, durationMs);
  const common = { eventType, timestamp, callId: key.callId, groupId, channel: 'voice' };
  const parsed = parseEvent({ ...common, ...(durationMs > 0 && { durationMs }), ...cdr });
  if (parsed.kind !== 'event') throw new Error(parsed.reason);
  return recordEvent(key, parsed.event, { ...at(receivedAt ?? timestamp, groupId), ...over });
};

/** A call of one minute that has ended and whose recording is missing. */
export const ended = (call: TestCall, over: Partial<ChangeContext> = {}): Transition<unknown> =>
  event(call, 'CDR_END', over);

/** A call that has begun. We have received no end event. */
export const begun = (call: TestCall): Transition<unknown> => event(call, 'CDR_START');

export const queuedBy = (id: string, since: Timestamp): Transition<unknown> =>
  queueCall(idOf(id), undefined, at(since));

export const claimedBy = (id: string, since: Timestamp): Transition<unknown> =>
  claimCall(idOf(id), undefined, at(since));

/** OCP answers `times` times that it has no recording. The third answer gives the call up. */
export const notFound = (times: number, since: Timestamp): Transition<unknown> => {
  const unrecovered = { code: 'NOT_FOUND', message: 'OCP has no recording', isAboutTheCall: true };
  const maxAttempts = times === 3 ? 3 : 100;
  // The call is due again at once, after the last answer in a minute.
  const asked = (retryDelayMs: number) => [
    claimedBy('r-asked', since),
    releaseCall(
      idOf('r-asked'),
      unrecovered,
      {
        maxAttempts,
        retryDelayMs,
        firstFaultDelayMs: 300_000,
        maxFaultDelayMs: 86_400_000,
        dailyDelayMs: 86_400_000,
      },
      at(since),
    ),
  ];
  return inOrder(...Array.from({ length: times }, (_, n) => asked(n + 1 < times ? 0 : 60_000)).flat());
};

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
