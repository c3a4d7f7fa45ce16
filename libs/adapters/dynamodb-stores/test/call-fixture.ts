import {
  CallId,
  type CallKey,
  type CallRecord,
  type ChangeContext,
  markStored,
  parseEvent,
  recordEvent,
  shifted,
  TenantId,
  type Timestamp,
  type Transition,
} from '@recordings/call-record';

export const NOON: Timestamp = '2026-01-15T12:00:00.000Z';

export const context: ChangeContext = { group: undefined, shardCount: 1, now: NOON, by: 'test' };

export const keyOf = (callId: string, tenantId = 'acme'): CallKey => ({
  tenantId: TenantId.parse(tenantId),
  callId: CallId.parse(callId),
});

/** The CDR end of a call that started `startedAfterMs` after noon. It makes the call pending. */
export const pending = (key: CallKey, startedAfterMs = 0): Transition<string> => {
  const startedAt = shifted(NOON, startedAfterMs);
  const event = { eventType: 'CDR_END', callId: key.callId, groupId: 'g', durationMs: 1_000 };
  const parsed = parseEvent({ ...event, timestamp: shifted(startedAt, 1_000) });
  if (parsed.kind !== 'event') throw new Error(parsed.reason);
  // Received when the call had ended.
  return recordEvent(key, parsed.event, {
    ...context,
    now: shifted(startedAt, Math.max(1_000, -startedAfterMs)),
  });
};

/** Takes the call out of the index. */
export const stored = (key: CallKey): Transition<string> =>
  markStored(
    key,
    {
      location: { bucket: 'b', key: key.callId },
      audio: {
        codec: 'pcm_s16le',
        channels: 1,
        sampleRateHz: 8_000,
        durationMs: 1_000,
        bytes: 16_044,
        sha256: 'a'.repeat(64),
        flags: [],
      },
      source: 'REALTIME',
      receivedAt: NOON,
      processedAt: NOON,
      storedAt: NOON,
    },
    context,
  );

/** Adds an entry to the history: a change that depends on the current record. */
export const appended =
  (what: string): Transition<'appended'> =>
  (current) => {
    if (!current) throw new Error('there is no call to append to');
    const history = [...current.history, { at: NOON, what, by: 'test', detail: {} }];
    const next: CallRecord = { ...current, history, revision: current.revision + 1 };
    return { next, result: 'appended' };
  };
