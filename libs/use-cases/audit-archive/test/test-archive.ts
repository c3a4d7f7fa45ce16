import { type HistoryEntry, timestampOf } from '@recordings/call-record';
import type { ArchiveEvent } from '../src/archive-event.ts';
import { makeArchiveMessage } from '../src/make-archive-message.ts';
import type { StoredHistory } from '../src/prepare-lines.ts';

const { signal } = new AbortController();
export const storedEvent = (callId: string): string =>
  JSON.stringify({ eventType: 'recording.stored', tenantId: 'acme', callId });

const NOON = timestampOf(Date.UTC(2026, 0, 15, 12));
export const entryOf = (what: string): HistoryEntry => ({ at: NOON, what, by: 'test', detail: {} });
export const announcement = (
  fromRevision: number,
  folded: readonly object[] = [],
  hours?: readonly string[],
  tenantId = 'acme',
): string =>
  JSON.stringify({
    hours,
    kind: 'call-changed',
    schemaVersion: 1,
    tenantId,
    callId: 'call-1',
    fromRevision,
    folded,
  });

export const setUp = (maxMessages: number, of: 'audit' | 'analytics' = 'audit') => {
  const records = new Map<string, StoredHistory | Error>();
  const reads: number[] = [];
  const objects = new Map<string, Record<string, unknown>[]>();
  const events: ArchiveEvent[] = [];
  const timers: (() => void)[] = [];
  const marked: string[] = [];
  const tenants: string[][] = [];
  let refuse: (key: string) => boolean = () => false;
  let markFault: Error | undefined;
  let made = 0;
  const archive = makeArchiveMessage({
    of,
    createObject: async (key, lines) => {
      if (refuse(key)) throw new Error('SlowDown');
      objects.set(
        key,
        lines.map((line) => JSON.parse(line) as Record<string, unknown>),
      );
    },
    readHistories: async (keys) => {
      reads.push(keys.length);
      return keys.map(({ callId }) => {
        const stored = records.get(callId) ?? { kind: 'absent' };
        if (stored instanceof Error) throw stored;
        return stored;
      });
    },
    markHours: async (hours) => {
      if (markFault) throw markFault;
      marked.push(...hours.map(({ tenantId, hour }) => `${tenantId} ${hour}`));
    },
    addUnregisteredTenants: async (tenantIds) => {
      if (markFault) throw markFault;
      tenants.push([...tenantIds]);
    },
    now: () => timestampOf(Date.UTC(2026, 0, 15, 12, 30)),
    makeId: () => `id-${(made += 1)}`,
    startTimer: (_, onElapsed) => {
      timers.push(onElapsed);
      return () => void timers.splice(timers.indexOf(onElapsed), 1);
    },
    note: (event) => void events.push(event),
    maxMessages,
    gatherMs: 10_000,
  });
  return {
    records,
    reads,
    objects,
    events,
    timers,
    marked,
    tenants,
    failMarks: (fault: Error | undefined) => {
      markFault = fault;
    },
    elapse: () => {
      for (const onElapsed of [...timers]) onElapsed();
    },
    refuseIf: (rule: typeof refuse) => {
      refuse = rule;
    },
    receive: (body: string, messageId = 'm-1', receiveCount = 1) =>
      archive({ messageId, body, receiveCount }, signal),
    lines: () => [...objects.values()].flat(),
  };
};
