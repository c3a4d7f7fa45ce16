import type { RefusedEvent } from './decide-event.ts';
import type { EventIntakeDeps } from './event-intake-deps.ts';
import { type EventRequest, keepEvents } from './quarantine-event.ts';
import { eventTypeOf } from './record-call-event.ts';

type RefuseDeps = Pick<EventIntakeDeps, 'quarantine' | 'now' | 'note'>;

/** A request may name thousands. */
const MAX_NAMED_GROUPS = 20;

/** The answer of the API to a request that has only such events, and the reason with which they are kept. */
export const TENANT_FORBIDDEN = 'TENANT_FORBIDDEN';

/**
 * Keeps events of tenants that their sender must not write, in one object. A person may find that the credential lacks a
 * tenant, and record them then.
 *
 * @param raw the bytes of these events.
 */
export const refuseEvents = async (
  deps: RefuseDeps,
  raw: Uint8Array,
  events: readonly RefusedEvent[],
  request: EventRequest,
): Promise<void> => {
  const groups = [...new Set(events.map(({ parsed }) => parsed.event.groupName))];
  const named = groups.slice(0, MAX_NAMED_GROUPS).join(', ');
  const detail = `the credential does not reach the tenants of these groups: ${named}`;
  const key = await keepEvents(deps, raw, { reason: TENANT_FORBIDDEN, detail }, request);
  for (const { parsed, tenantId } of events) {
    const { callId, groupName } = parsed.event;
    const eventType = eventTypeOf(parsed.event);
    const sender = request.sender.name;
    deps.note({ type: 'cdr_event_refused', eventType, key, sender, tenantId, groupName, callId });
  }
};
