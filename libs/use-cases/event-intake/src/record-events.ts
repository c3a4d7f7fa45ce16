import { type CallId, type CallKey, isExplained, type Sender } from '@recordings/call-record';
import { codeOf, faultOf } from '@recordings/fault';
import { type DecidedEvent, decideEvent, type RefusedEvent } from './decide-event.ts';
import type { EventIntakeDeps } from './event-intake-deps.ts';
import { keepBody, keepEvents } from './keep-events.ts';
import { type KeptEvent, keepCopy, keepRefused, keepUnusable } from './kept-event.ts';
import { makeReadAhead } from './read-ahead.ts';
import type { IncomingEvents } from './read-events.ts';
import { type KnownRecord, recordCallEvent } from './record-call-event.ts';

/** Calls of one request that are changed side by side. The limit leaves connections to DynamoDB and S3 for others. */
const MAX_PARALLEL_CALLS = 20;

/** How many events of a request had each outcome. */
export type EventCounts = {
  recorded: number;
  repeated: number;
  ignored: number;
  quarantined: number;
  /** They are of tenants that the sender must not write, and are kept in quarantine. */
  refused: number;
};

/** `all refused`: every event is of a tenant that the sender must not write. `first` is one of them. */
export type RecordedEvents =
  | {
      readonly kind: 'durable';
      readonly counts: EventCounts;
      /** The calls whose record has an event of the request, and whether audio of them is expected. */
      readonly calls: ReadonlyMap<CallId, { readonly isAudioExpected: boolean }>;
    }
  | { readonly kind: 'all refused'; readonly first: RefusedEvent };

/**
 * Makes the function that makes a request's events durable. An event goes on the record of its call; an event that
 * cannot be read or recorded, or that its sender must not write, goes to quarantine. Resolves when all are durable. Events
 * of one call are recorded one after the other, calls side by side. Events that cannot be read or that are refused are kept
 * together, whatever happens to the others, so a request that is sent again has the same object. Events whose record refuses
 * them, and copies, are known only when the recording has ended. They are kept then, also if it ended with a fault.
 *
 * @throws the first transient fault, when the work that is under way has ended. The sender must send the whole request
 * again; recording an event twice changes nothing. One fault does not stop the events of other calls.
 */
export const makeRecordEvents =
  (deps: EventIntakeDeps) =>
  async ({ body, events }: IncomingEvents, sender: Sender, signal: AbortSignal): Promise<RecordedEvents> => {
    const request = { sender, signal };
    const decided = events.map((event, at) => ({ ...decideEvent(deps, event, sender), position: at + 1 }));
    const refused = decided.filter((event) => event.kind === 'refuse');
    const [first] = refused;
    if (first && refused.length === decided.length) {
      await keepBody(deps, body, refused.map(keepRefused), request);
      return { kind: 'all refused', first };
    }
    const counts: EventCounts = { recorded: 0, repeated: 0, ignored: 0, quarantined: 0, refused: 0 };
    const unwritable: KeptEvent[] = [];
    const copies: KeptEvent[] = [];
    const reported = new Map<CallId, { readonly isAudioExpected: boolean }>();
    const calls = groupByCall(decided, sender);
    const readAhead = makeReadAhead(deps.getCalls, calls);
    const recording = runByCall(calls, readAhead, async (event, known) => {
      signal.throwIfAborted();
      const taken = await takeIn(deps, event, known);
      counts[taken.count] += 1;
      if (taken.unwritable) unwritable.push(taken.unwritable);
      if (taken.copy) copies.push(taken.copy);
      const record = taken.known?.current;
      if (record) reported.set(record.callId, { isAudioExpected: !isExplained(record) });
      return taken.known;
    });
    // A call whose record cannot be written now does not keep the other events out of quarantine.
    const keepingOthers = Promise.allSettled([recording]).then(() =>
      endAll([unwritable, copies].map((some) => keepEvents(deps, some, request))),
    );
    const keeping = keepEvents(deps, decided.flatMap(listUnrecorded), request);
    await endAll([recording, keeping, keepingOthers]);
    return { kind: 'durable', counts, calls: reported };
  };

/** @throws the first fault, when all have ended. */
const endAll = async (work: readonly Promise<unknown>[]): Promise<void> => {
  for (const end of await Promise.allSettled(work)) if (end.status === 'rejected') throw end.reason;
};

type PlacedEvent = DecidedEvent & { readonly position: number };
type RecordedEvent = Extract<PlacedEvent, { kind: 'record' }>;

/** An event that is not recorded, whatever its record says. */
const listUnrecorded = (event: PlacedEvent): KeptEvent[] => {
  if (event.kind === 'refuse') return [keepRefused(event)];
  return event.kind === 'quarantine' ? [keepUnusable(event, event.why)] : [];
};

/** An event without a registered group may be of a call of each tenant of the sender. */
const groupByCall = (events: readonly PlacedEvent[], { soleTenant }: Sender): PlacedEvent[][] => {
  const nameCall = ({ key, knownAs }: RecordedEvent): string =>
    soleTenant === undefined ? key.callId : `${(knownAs[0] ?? key).tenantId}#${key.callId}`;
  const byCall = Map.groupBy(events, (event) => (event.kind === 'record' ? nameCall(event) : event));
  return [...byCall.values()];
};

/**
 * Not p-limit: each fault ends one worker, so that an outage ends the request after as many faults as there are workers.
 * p-limit would start the work of every other call too.
 */
const runByCall = async (
  calls: readonly (readonly PlacedEvent[])[],
  readAhead: (events: readonly PlacedEvent[]) => Promise<KnownRecord>,
  takeInOne: (event: PlacedEvent, known: KnownRecord) => Promise<KnownRecord>,
): Promise<void> => {
  const waiting = calls.values();
  const work = async (): Promise<void> => {
    for (const events of waiting) {
      let known = await readAhead(events);
      for (const event of events) known = await takeInOne(event, known);
    }
  };
  await endAll(Array.from({ length: Math.min(MAX_PARALLEL_CALLS, calls.length) }, work));
};

type TakenIn = {
  readonly count: keyof EventCounts;
  readonly known?: KnownRecord;
  /** The record of its call refuses it. */
  readonly unwritable?: KeptEvent;
  readonly copy?: KeptEvent;
};

const takeIn = async (deps: EventIntakeDeps, event: PlacedEvent, known: KnownRecord): Promise<TakenIn> => {
  switch (event.kind) {
    case 'record':
      return takeInReadable(deps, event, known);
    case 'refuse':
      return { count: 'refused' };
    case 'ignore':
      deps.note({ type: 'cdr_event_ignored' });
      return { count: 'ignored' };
    case 'quarantine':
      return { count: 'quarantined' };
    default:
      return event satisfies never;
  }
};

const takeInReadable = async (
  deps: EventIntakeDeps,
  event: RecordedEvent,
  known: KnownRecord,
): Promise<TakenIn> => {
  const { parsed, key, knownAs } = event;
  try {
    const target = (await findKnown(deps, knownAs)) ?? key;
    const likely = known?.isRead || known?.current?.tenantId === target.tenantId ? known : undefined;
    const recorded = await recordCallEvent(deps, parsed, target, likely);
    return {
      count: recorded.result === 'changed' ? 'recorded' : 'repeated',
      known: recorded.known,
      ...(!recorded.isComplete && { copy: keepCopy(event, parsed.event, target) }),
    };
  } catch (error) {
    // A RangeError: the event is nested too deeply to be written.
    if (faultOf(error) !== 'permanent' && !(error instanceof RangeError)) throw error;
    const why = { reason: codeOf(error), detail: error instanceof Error ? error.message : '' };
    return { count: 'quarantined', unwritable: keepUnusable(event, why, parsed) };
  }
};

/** A mistyped or missing group does not give the call a second record. @returns undefined if none or several have one. */
const findKnown = async (
  { getCall }: Pick<EventIntakeDeps, 'getCall'>,
  keys: readonly CallKey[],
): Promise<CallKey | undefined> => {
  const records = await Promise.all(keys.map(getCall));
  const known = keys.filter((_, at) => records[at] !== undefined);
  return known.length === 1 ? known[0] : undefined;
};
