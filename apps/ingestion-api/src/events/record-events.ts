import { createHash } from 'node:crypto';
import {
  type CallEvent,
  type CallKey,
  type ParsedEvent,
  recordEvent,
  type Registry,
  reportExplained,
  type TenantId,
  type Timestamp,
  type Transition,
  UNKNOWN_TENANT,
} from '@recordings/call-record';
import { codeOf, faultOf } from '@recordings/fault';
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

/** Whose call an event belongs to: its group's; of one that names no group, the sender's, if it has but one tenant. */
export const tenantOf = (
  registry: Registry,
  { groupName }: CallEvent,
  senderTenant: TenantId | undefined,
): TenantId =>
  (groupName === undefined ? senderTenant : registry.findGroup(groupName)?.tenant) ?? UNKNOWN_TENANT;

/**
 * Makes a request's events durable: each on its call's record, what cannot be read or recorded in quarantine. Resolves
 * once all of them are; events of one call are taken in one after the other, calls side by side.
 *
 * @throws the first fault that may pass: the sender is to send the whole request again, delivery is idempotent. Each
 * fault ends only one of the workers, so that one call's trouble does not keep the others out.
 */
export const makeRecordEvents =
  (deps: RecordEventsDeps) =>
  async (
    events: readonly IncomingEvent[],
    senderTenant: TenantId | undefined,
    signal: AbortSignal,
  ): Promise<EventCounts> => {
    const counts: EventCounts = { recorded: 0, repeated: 0, ignored: 0, quarantined: 0 };
    const byCall = Map.groupBy(events, (event) =>
      event.parsed.kind === 'event' ? idOf(keyOf(deps, event.parsed.event, senderTenant)) : event,
    );
    const waiting = [...byCall.values()].values();
    const work = async (): Promise<void> => {
      for (const ofOneCall of waiting) {
        for (const event of ofOneCall) {
          signal.throwIfAborted();
          counts[await takeIn(deps, event, senderTenant, signal)] += 1;
        }
      }
    };
    const ends = await Promise.allSettled(Array.from({ length: MAX_PARALLEL_CALLS }, work));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    return counts;
  };

const keyOf = (
  { registry }: RecordEventsDeps,
  event: CallEvent,
  senderTenant: TenantId | undefined,
): CallKey => ({ tenantId: tenantOf(registry, event, senderTenant), callId: event.callId });

const idOf = ({ tenantId, callId }: CallKey): string => `${tenantId}#${callId}`;

const takeIn = async (
  deps: RecordEventsDeps,
  { parsed, raw }: IncomingEvent,
  senderTenant: TenantId | undefined,
  signal: AbortSignal,
): Promise<keyof EventCounts> => {
  switch (parsed.kind) {
    case 'event':
      try {
        return await takeInEvent(deps, parsed, keyOf(deps, parsed.event, senderTenant));
      } catch (error) {
        if (faultOf(error) !== 'permanent' && !(error instanceof RangeError)) throw error;
        const why = { reason: codeOf(error), detail: error instanceof Error ? error.message : '' };
        return keepAway(deps, raw, parsed.event.name, why, signal);
      }
    case 'ignored':
      deps.metrics.events.inc({ type: 'other', result: 'ignored' });
      return 'ignored';
    case 'unreadable':
      return keepAway(deps, raw, 'unreadable', { reason: 'EVENT_UNREADABLE', detail: parsed.reason }, signal);
    default:
      return parsed satisfies never;
  }
};

/** Puts an event into quarantine, byte for byte, under its own hash. */
const keepAway = async (
  deps: RecordEventsDeps,
  raw: Uint8Array,
  type: string,
  why: { readonly reason: string; readonly detail: string },
  signal: AbortSignal,
): Promise<'quarantined'> => {
  const key = `events/${createHash('sha256').update(raw).digest('hex')}`;
  await deps.quarantine(key, [raw], { ...why, at: deps.now() }, signal);
  deps.metrics.events.inc({ type, result: 'quarantined' });
  deps.log.warn({ event: 'cdr_event_quarantined', key, ...why }, 'a CDR event cannot be recorded');
  return 'quarantined';
};

const takeInEvent = async (
  deps: RecordEventsDeps,
  { event, faultyFields }: Extract<ParsedEvent, { kind: 'event' }>,
  key: CallKey,
): Promise<'recorded' | 'repeated'> => {
  const { registry, metrics, log } = deps;
  const named = registry.findGroup(event.groupName);
  let group = named;
  const { result, explained } = await deps.calls.change(key, (current) => {
    // An event that names no group leaves the call with the group that its record has.
    if (event.groupName === undefined) group = registry.findGroup(current?.groupId);
    const context = { group, shardCount: deps.shardCount, now: deps.now(), by: 'ingestion-api' };
    return reportExplained(recordEvent(key, event, context), context)(current);
  });
  if (explained) metrics.explained.inc({ reason: explained });
  if (!group) {
    metrics.unknownGroup.inc();
    log.warn(
      { event: 'group_unknown', groupName: event.groupName, callId: event.callId },
      'an event of a group that the registry does not know was kept',
    );
  }
  for (const field of faultyFields) metrics.faultyEventFields.inc({ field });
  if (faultyFields.length > 0) {
    log.warn(
      { event: 'cdr_event_fields_faulty', fields: faultyFields, type: event.name, callId: event.callId },
      'fields of a CDR event count as missing or were cut',
    );
  }
  metrics.events.inc({ type: event.name, result });
  return result === 'changed' ? 'recorded' : 'repeated';
};
