import {
  type CallKey,
  isUnregisteredTenant,
  otherTenantsOf,
  type ParsedEvent,
  type Sender,
  type TenantId,
} from '@recordings/call-record';
import type { EventIntakeDeps } from './event-intake-deps.ts';
import type { KeepReason } from './kept-event.ts';
import type { IncomingEvent } from './read-events.ts';
import { resolveTenant } from './resolve-tenant.ts';

export type ReadableEvent = Extract<ParsedEvent, { kind: 'event' }>;

/** An event of a tenant that its sender must not write. */
export type RefusedEvent = {
  readonly kind: 'refuse';
  readonly raw: Uint8Array;
  readonly parsed: ReadableEvent;
  readonly tenantId: TenantId;
};

/** What is done with one event. */
export type DecidedEvent =
  | {
      readonly kind: 'record';
      readonly raw: Uint8Array;
      readonly parsed: ReadableEvent;
      readonly key: CallKey;
      /**
       * If the group is unregistered or missing: the call under each tenant of the sender. If one of these records exists,
       * because another event or the recording named a registered group, the event goes there.
       */
      readonly knownAs: readonly CallKey[];
    }
  | RefusedEvent
  | { readonly kind: 'ignore' }
  | { readonly kind: 'quarantine'; readonly raw: Uint8Array; readonly why: KeepReason };

/** Decides on one event by itself. The other events of its request do not matter. */
export const decideEvent = (
  { registry }: Pick<EventIntakeDeps, 'registry'>,
  { raw, parsed }: IncomingEvent,
  sender: Sender,
): DecidedEvent => {
  switch (parsed.kind) {
    case 'event': {
      const tenantId = resolveTenant(registry, parsed.event, sender);
      if (!sender.mayWrite(tenantId)) return { kind: 'refuse', raw, parsed, tenantId };
      const { callId } = parsed.event;
      const others = isUnregisteredTenant(tenantId) ? otherTenantsOf(tenantId, sender) : [];
      const knownAs = others.map((other) => ({ tenantId: other, callId }));
      return { kind: 'record', raw, parsed, key: { tenantId, callId }, knownAs };
    }
    case 'ignored':
      return { kind: 'ignore' };
    case 'unreadable':
      return { kind: 'quarantine', raw, why: { reason: 'EVENT_UNREADABLE', detail: parsed.reason } };
    default:
      return parsed satisfies never;
  }
};
