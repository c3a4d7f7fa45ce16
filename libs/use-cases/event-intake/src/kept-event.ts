import type { CallEvent, CallKey } from '@recordings/call-record';
import type { ReadableEvent, RefusedEvent } from './decide-event.ts';
import type { EventIntakeEvent } from './event-intake-event.ts';
import { eventTypeOf } from './record-call-event.ts';

/** Why an event is kept in the quarantine bucket: a stable code, and a sentence. */
export type KeepReason = { readonly reason: string; readonly detail: string };

/** An event whose bytes are kept in the quarantine bucket. */
export type KeptEvent = {
  /** The event's number in its request, from 1. */
  readonly position: number;
  readonly raw: Uint8Array;
  readonly why: KeepReason;
  /** What is known of the event. */
  readonly about: { readonly eventType: string } & Partial<CallKey>;
  /** What is reported when it is kept. */
  readonly noteKept: (key: string, sender: string) => EventIntakeEvent;
};

type Placed = Pick<KeptEvent, 'position' | 'raw'>;

/** The answer of the API to a request that has only such events, and the reason with which they are kept. */
const TENANT_FORBIDDEN = 'TENANT_FORBIDDEN';
/** The reason beside a copy. The event itself is recorded. */
const EVENT_COPIED = 'EVENT_COPIED';

/**
 * An event of a tenant that its sender must not write. A person may find that the credential lacks a tenant, and send the
 * event then.
 */
export const keepRefused = ({ position, raw, parsed, tenantId }: RefusedEvent & Placed): KeptEvent => {
  const { callId, groupName } = parsed.event;
  const eventType = eventTypeOf(parsed.event);
  const detail = `the credential does not reach the tenant of group ${groupName}`;
  return {
    ...{ position, raw },
    why: { reason: TENANT_FORBIDDEN, detail },
    about: { eventType, tenantId, callId },
    noteKept: (key, sender) => ({
      ...{ type: 'cdr_event_refused', eventType, key, position, sender, tenantId, groupName, callId },
    }),
  };
};

/** An event that cannot be recorded. */
export const keepUnusable = (
  { position, raw }: Placed,
  why: KeepReason,
  parsed?: ReadableEvent,
): KeptEvent => {
  const eventType = parsed ? eventTypeOf(parsed.event) : 'unreadable';
  return {
    ...{ position, raw, why },
    about: { eventType, ...(parsed && { callId: parsed.event.callId }) },
    noteKept: (key, sender) => ({ type: 'cdr_event_quarantined', eventType, key, position, sender, ...why }),
  };
};

/** A copy of an event whose fields do not all fit into its record. The event is recorded: no person has to act. */
export const keepCopy = (
  { position, raw }: Placed,
  event: CallEvent,
  { tenantId, callId }: CallKey,
): KeptEvent => {
  const eventType = eventTypeOf(event);
  const detail = `recorded; not all of its fields fit into the record of call ${callId} of tenant ${tenantId}`;
  return {
    ...{ position, raw },
    why: { reason: EVENT_COPIED, detail },
    about: { eventType, tenantId, callId },
    noteKept: (key) => ({ type: 'cdr_event_copied', eventType, key, position, tenantId, callId }),
  };
};
