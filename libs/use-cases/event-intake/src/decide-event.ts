import {
  type CallKey,
  isUnregisteredTenant,
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
       * Set if the group is unregistered: the call under the sender's only tenant. If that record exists, because another event
       * or the recording named a registered group, the event goes there.
       */
      readonly knownAs?: CallKey;
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
      const record = { kind: 'record', raw, parsed, key: { tenantId, callId } } as const;
      if (!isUnregisteredTenant(tenantId) || !sender.soleTenant) return record;
      return { ...record, knownAs: { tenantId: sender.soleTenant, callId } };
    }
    case 'ignored':
      return { kind: 'ignore' };
    case 'unreadable':
      return { kind: 'quarantine', raw, why: { reason: 'EVENT_UNREADABLE', detail: parsed.reason } };
    default:
      return parsed satisfies never;
  }
};
