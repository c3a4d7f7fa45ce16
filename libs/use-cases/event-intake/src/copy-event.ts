import type { CallEvent, CallKey } from '@recordings/call-record';
import type { EventIntakeDeps } from './event-intake-deps.ts';
import { type EventRequest, keepEvents } from './quarantine-event.ts';
import { eventTypeOf } from './record-call-event.ts';

/** The reason beside a copy. The event itself is recorded. */
const EVENT_COPIED = 'EVENT_COPIED';

/**
 * Keeps a copy of an event whose fields do not all fit into its record. The copy lies in the quarantine bucket, but the event
 * is recorded: no person has to act.
 */
export const copyEvent = async (
  deps: Pick<EventIntakeDeps, 'quarantine' | 'now' | 'note'>,
  raw: Uint8Array,
  event: CallEvent,
  { tenantId, callId }: CallKey,
  request: EventRequest,
): Promise<void> => {
  const detail = `recorded; not all of its fields fit into the record of call ${callId} of tenant ${tenantId}`;
  const key = await keepEvents(deps, raw, { reason: EVENT_COPIED, detail }, request);
  deps.note({ type: 'cdr_event_copied', eventType: eventTypeOf(event), key, tenantId, callId });
};
