import type { CallEvent, CallKey, TenantId } from '@recordings/call-record';
import { codeOf, faultOf } from '@recordings/fault';
import type { EventIntakeDeps } from './event-intake-deps.ts';
import { quarantineEvent } from './quarantine-event.ts';
import type { IncomingEvent } from './read-events.ts';
import { type KnownRecord, recordCallEvent } from './record-call-event.ts';
import { resolveTenant } from './resolve-tenant.ts';

/** Calls of one request that are changed side by side. The limit leaves connections to DynamoDB and S3 for others. */
const MAX_PARALLEL_CALLS = 20;

export type EventCounts = { recorded: number; repeated: number; ignored: number; quarantined: number };

/**
 * Makes the function that makes a request's events durable. An event goes on the record of its call; an event that
 * cannot be read or recorded goes to quarantine. Resolves when all are durable. Events of one call are recorded one
 * after the other, calls side by side.
 *
 * @throws the first transient fault, when the work that is under way has ended. The sender must send the whole request
 * again; recording an event twice changes nothing. One fault does not stop the events of other calls.
 */
export const makeRecordEvents =
  (deps: EventIntakeDeps) =>
  async (
    events: readonly IncomingEvent[],
    senderTenant: TenantId | undefined,
    signal: AbortSignal,
  ): Promise<EventCounts> => {
    const counts: EventCounts = { recorded: 0, repeated: 0, ignored: 0, quarantined: 0 };
    const keyOf = (event: CallEvent): CallKey => ({
      tenantId: resolveTenant(deps.registry, event, senderTenant),
      callId: event.callId,
    });
    await runByCall(groupByCall(events, keyOf), async (event, known) => {
      signal.throwIfAborted();
      const taken = await takeIn(deps, event, keyOf, known, signal);
      counts[taken.count] += 1;
      return taken.known;
    });
    return counts;
  };

const groupByCall = (events: readonly IncomingEvent[], keyOf: (event: CallEvent) => CallKey) => {
  const byCall = Map.groupBy(events, (event) => {
    if (event.parsed.kind !== 'event') return event;
    const { tenantId, callId } = keyOf(event.parsed.event);
    return `${tenantId}#${callId}`;
  });
  return [...byCall.values()];
};

/**
 * Not p-limit: each fault ends one worker, so that an outage ends the request after as many faults as there are workers.
 * p-limit would start the work of every other call too.
 */
const runByCall = async (
  calls: readonly (readonly IncomingEvent[])[],
  takeInOne: (event: IncomingEvent, known: KnownRecord) => Promise<KnownRecord>,
): Promise<void> => {
  const waiting = calls.values();
  const work = async (): Promise<void> => {
    for (const events of waiting) {
      let known: KnownRecord;
      for (const event of events) known = await takeInOne(event, known);
    }
  };
  const ends = await Promise.allSettled(
    Array.from({ length: Math.min(MAX_PARALLEL_CALLS, calls.length) }, work),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
};

const takeIn = async (
  deps: EventIntakeDeps,
  { parsed, raw }: IncomingEvent,
  keyOf: (event: CallEvent) => CallKey,
  known: KnownRecord,
  signal: AbortSignal,
): Promise<{ readonly count: keyof EventCounts; readonly known?: KnownRecord }> => {
  switch (parsed.kind) {
    case 'event':
      try {
        const recorded = await recordCallEvent(deps, parsed, keyOf(parsed.event), known);
        return { count: recorded.result === 'changed' ? 'recorded' : 'repeated', known: recorded.known };
      } catch (error) {
        // A RangeError: the event is nested too deeply to be written.
        if (faultOf(error) !== 'permanent' && !(error instanceof RangeError)) throw error;
        const why = { reason: codeOf(error), detail: error instanceof Error ? error.message : '' };
        await quarantineEvent(deps, raw, parsed.event.name, why, signal);
        return { count: 'quarantined' };
      }
    case 'ignored':
      deps.note({ type: 'cdr_event_ignored' });
      return { count: 'ignored' };
    case 'unreadable': {
      const why = { reason: 'EVENT_UNREADABLE', detail: parsed.reason };
      await quarantineEvent(deps, raw, 'unreadable', why, signal);
      return { count: 'quarantined' };
    }
    default:
      return parsed satisfies never;
  }
};
