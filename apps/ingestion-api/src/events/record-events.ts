import { createHash } from 'node:crypto';
import {
  type CallEvent,
  type CallKey,
  recordEvent,
  type Registry,
  tellingExplained,
  type Timestamp,
  type Transition,
  UNKNOWN_TENANT,
} from '@recordings/call-record';
import type { Logger } from '@recordings/service';
import type { IngestionMetrics } from '../ingestion-metrics.ts';
import type { IncomingEvent } from './read-events.ts';

export type RecordEventsDeps = {
  readonly calls: { change<R>(key: CallKey, transition: Transition<R>): Promise<R> };
  readonly quarantine: (
    key: string,
    chunks: readonly Uint8Array[],
    reason: object,
    signal: AbortSignal,
  ) => Promise<void>;
  readonly registry: Registry;
  readonly shardCount: number;
  readonly now: () => Timestamp;
  readonly metrics: IngestionMetrics;
  readonly log: Logger;
};

/** One request, however many events it holds, leaves connections to DynamoDB and S3 for others. */
const MAX_PARALLEL_CALLS = 20;

export type EventCounts = { recorded: number; repeated: number; ignored: number; quarantined: number };

/** Whose call an event belongs to. */
export const tenantOf = (registry: Registry, event: CallEvent): string =>
  registry.findGroup(event.groupName)?.tenant ?? UNKNOWN_TENANT;

/**
 * Makes a request's events durable: each on its call's record, what cannot be read in quarantine. Resolves once all
 * of them are; events of one call are taken in one after the other, calls side by side.
 *
 * @throws the first fault: the sender is to send the whole request again, delivery is idempotent.
 */
export const makeRecordEvents =
  (deps: RecordEventsDeps) =>
  async (events: readonly IncomingEvent[], signal: AbortSignal): Promise<EventCounts> => {
    const counts: EventCounts = { recorded: 0, repeated: 0, ignored: 0, quarantined: 0 };
    const byCall = Map.groupBy(events, ({ parsed, raw }) =>
      parsed.kind === 'event' ? callOf(deps, parsed.event) : raw,
    );
    const waiting = [...byCall.values()];
    const work = async (): Promise<void> => {
      for (let ofOneCall = waiting.pop(); ofOneCall; ofOneCall = waiting.pop()) {
        for (const event of ofOneCall) counts[await takeIn(deps, event, signal)] += 1;
      }
    };
    try {
      await Promise.all(Array.from({ length: MAX_PARALLEL_CALLS }, work));
    } finally {
      waiting.length = 0; // After a fault the others stop as well: all of it comes again.
    }
    return counts;
  };

const callOf = ({ registry }: RecordEventsDeps, event: CallEvent): string =>
  `${tenantOf(registry, event)}#${event.callId}`;

const takeIn = async (
  deps: RecordEventsDeps,
  { parsed, raw }: IncomingEvent,
  signal: AbortSignal,
): Promise<keyof EventCounts> => {
  switch (parsed.kind) {
    case 'event':
      return takeInEvent(deps, parsed.event);
    case 'ignored':
      deps.metrics.events.inc({ type: 'other', result: 'ignored' });
      return 'ignored';
    case 'unreadable': {
      const bytes = Buffer.from(raw);
      const key = `events/${createHash('sha256').update(bytes).digest('hex')}`;
      await deps.quarantine(
        key,
        [bytes],
        { reason: 'EVENT_UNREADABLE', detail: parsed.reason, at: deps.now() },
        signal,
      );
      deps.metrics.events.inc({ type: 'unreadable', result: 'quarantined' });
      deps.log.warn(
        { event: 'cdr_event_quarantined', key, reason: parsed.reason },
        'a CDR event cannot be read',
      );
      return 'quarantined';
    }
    default:
      return parsed satisfies never;
  }
};

const takeInEvent = async (deps: RecordEventsDeps, event: CallEvent): Promise<'recorded' | 'repeated'> => {
  const group = deps.registry.findGroup(event.groupName);
  if (!group) {
    deps.metrics.unknownGroup.inc();
    deps.log.warn(
      { event: 'group_unknown', groupName: event.groupName, callId: event.callId },
      'an event of a group that the registry does not know was kept',
    );
  }
  const key = { tenantId: group?.tenant ?? UNKNOWN_TENANT, callId: event.callId };
  const context = { group, shardCount: deps.shardCount, now: deps.now(), by: 'ingestion-api' };
  const change = tellingExplained(recordEvent(key, event, context), context);
  const { result, explained } = await deps.calls.change(key, change);
  if (explained) deps.metrics.explained.inc({ reason: explained });
  deps.metrics.events.inc({ type: event.name, result });
  return result === 'changed' ? 'recorded' : 'repeated';
};
