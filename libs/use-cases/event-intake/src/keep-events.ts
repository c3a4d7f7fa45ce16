import { createHash } from 'node:crypto';
import { quarantinedEventsKey, type Sender } from '@recordings/call-record';
import type { EventIntakeDeps } from './event-intake-deps.ts';
import { type JoinedEvents, joinEvents } from './join-events.ts';
import type { KeptEvent } from './kept-event.ts';

/** The request to which kept events belong. */
type EventRequest = { readonly sender: Sender; readonly signal: AbortSignal };

type KeepDeps = Pick<EventIntakeDeps, 'quarantine' | 'now' | 'note'>;

/**
 * Keeps events of one request in the quarantine bucket, in one object: a request may have thousands. `{key}.json` says for
 * each event why it is there, which event of the request it is, and where its bytes are. The same bytes of the same sender
 * are kept once.
 */
export const keepEvents = async (
  deps: KeepDeps,
  events: readonly KeptEvent[],
  request: EventRequest,
): Promise<void> => {
  if (events.length === 0) return;
  // Events of several calls end in any order. A request that is sent again has the same key.
  const inOrder = events.toSorted((a, b) => a.position - b.position);
  await keep(deps, inOrder, joinEvents(inOrder.map(({ raw }) => raw)), request);
};

/** Keeps the body of a request whose events are all kept. */
export const keepBody = (
  deps: KeepDeps,
  body: Uint8Array,
  events: readonly KeptEvent[],
  request: EventRequest,
): Promise<void> => keep(deps, events, { joined: body, places: [] }, request);

const keep = async (
  { quarantine, now, note }: KeepDeps,
  events: readonly KeptEvent[],
  { joined, places }: JoinedEvents,
  { sender, signal }: EventRequest,
): Promise<void> => {
  const key = quarantinedEventsKey(sender, createHash('sha256').update(joined).digest('hex'));
  const explained = events.map(({ position, about, why }, at) => ({
    position,
    ...places[at],
    ...about,
    ...why,
  }));
  const reason = { ...sumUp(events), sender: sender.name, at: now(), events: explained };
  await quarantine(key, [joined], reason, signal);
  for (const { noteKept } of events) note(noteKept(key, sender.name));
};

/** More than one reason in an object. Each event has its own. */
const SEVERAL_REASONS = 'SEVERAL_REASONS';

const sumUp = (events: readonly KeptEvent[]): { readonly reason: string; readonly detail: string } => {
  const [first] = events;
  if (first && events.length === 1) return first.why;
  const counts = Map.groupBy(events, ({ why }) => why.reason);
  const detail = [...counts].map(([reason, { length }]) => `${length} ${reason}`).join(', ');
  return {
    reason: first && counts.size === 1 ? first.why.reason : SEVERAL_REASONS,
    detail: `events of one request: ${detail}`,
  };
};
