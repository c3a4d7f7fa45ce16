import {
  type CallEvent,
  type CallKey,
  type CallRecord,
  type NoAudioReason,
  type RegistryGroup,
  recordEvent,
  reportExplained,
  type Transition,
} from '@recordings/call-record';
import type { ReadableEvent } from './decide-event.ts';
import type { EventIntakeDeps, LikelyRecord } from './event-intake-deps.ts';

type RecordDeps = Omit<EventIntakeDeps, 'quarantine'>;

export type RecordedEvent = {
  readonly result: 'changed' | 'unchanged';
  readonly known: KnownRecord;
  readonly isComplete: boolean;
};

/** The record of a call after the event before, of the same request, or as it was read for the request. */
export type KnownRecord = LikelyRecord | undefined;

/**
 * Puts one event on the record of its call.
 *
 * @returns `unchanged` for a repeated event, the record, from which the next event of the call starts without a read, and
 * whether the record has all of the event's fields that this version does not know.
 */
export const recordCallEvent = async (
  deps: RecordDeps,
  { event, faultyFields }: ReadableEvent,
  key: CallKey,
  known: KnownRecord,
): Promise<RecordedEvent> => {
  const { result, explained, group, record } = await changeRecord(deps, event, key, known);
  const { callId, groupName } = event;
  const eventType = eventTypeOf(event);
  if (explained) deps.note({ type: 'call_explained', reason: explained });
  if (!group) deps.note({ type: 'group_unknown', groupName, callId });
  if (faultyFields.length > 0) {
    deps.note({ type: 'cdr_event_fields_faulty', fields: faultyFields, eventType, callId });
  }
  deps.note({ type: 'cdr_event_recorded', eventType, result });
  return { result, known: { current: record }, isComplete: isComplete(event, record) };
};

const isComplete = ({ source, facts }: CallEvent, record: CallRecord | undefined): boolean => {
  const kept = record?.facts[source]?.otherFields ?? {};
  return Object.entries(facts.otherFields ?? {}).every(([name, text]) => kept[name] === text);
};

/** A label of metrics has few values, and senders may name any kind. */
export const eventTypeOf = ({ source, name }: Pick<CallEvent, 'source' | 'name'>): string =>
  source === 'other' ? 'other' : name;

type Recorded = {
  readonly result: 'changed' | 'unchanged';
  readonly explained?: NoAudioReason;
  readonly record: CallRecord | undefined;
};

/** The start of a call is its first event as a rule. So it is written without a read. */
const NEW_CALL = { current: undefined };

const changeRecord = async (
  { calls, registry, shardCount, now, by }: RecordDeps,
  event: CallEvent,
  key: CallKey,
  known: KnownRecord,
) => {
  let group: RegistryGroup | undefined;
  const record: Transition<Recorded> = (current) => {
    // An event that names no group leaves the call with the group that its record has.
    group = registry.findGroup(event.groupName ?? current?.groupId, key.tenantId);
    const context = { group, shardCount, now: now(), by };
    const { next, result } = reportExplained(recordEvent(key, event, context), context)(current);
    return { ...(next && { next }), result: { ...result, record: next ?? current } };
  };
  const change = await calls.change(key, record, known ?? (event.source === 'start' ? NEW_CALL : undefined));
  return { ...change, group };
};
