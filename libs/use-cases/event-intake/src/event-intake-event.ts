import type { CallId, NoAudioReason, TenantId } from '@recordings/call-record';

/** What recording CDR events reports, for metrics and log. `eventType` is the event's own name at OCP: `CDR_START`, or `other`. */
export type EventIntakeEvent =
  | {
      readonly type: 'cdr_event_recorded';
      readonly eventType: string;
      readonly result: 'changed' | 'unchanged';
    }
  /**
   * The fields that this version does not know do not fit into the record. A copy of the event is kept in the quarantine
   * bucket under `key`. `position`, here and below: the event's number in its request, from 1.
   */
  | {
      readonly type: 'cdr_event_copied';
      readonly eventType: string;
      readonly key: string;
      readonly position: number;
      readonly tenantId: TenantId;
      readonly callId: CallId;
    }
  /** The event is readable and not about a call's lifecycle. */
  | { readonly type: 'cdr_event_ignored' }
  /** `key` of the quarantined bytes. `eventType` is `unreadable` if the event could not be read. */
  | {
      readonly type: 'cdr_event_quarantined';
      readonly eventType: string;
      readonly key: string;
      readonly position: number;
      /** Name of the credential. */
      readonly sender: string;
      readonly reason: string;
      readonly detail: string;
    }
  /** The sender must not write the tenant of the event's group. The event is kept in quarantine under `key`. */
  | {
      readonly type: 'cdr_event_refused';
      readonly eventType: string;
      readonly key: string;
      readonly position: number;
      readonly sender: string;
      readonly tenantId: TenantId;
      readonly groupName: string | undefined;
      readonly callId: CallId;
    }
  /** The event shows that OCP has no recording of the call. */
  | { readonly type: 'call_explained'; readonly reason: NoAudioReason }
  /** The event is recorded all the same. */
  | { readonly type: 'group_unknown'; readonly groupName: string | undefined; readonly callId: CallId }
  /** Fields that count as missing, or whose text was cut. */
  | {
      readonly type: 'cdr_event_fields_faulty';
      readonly fields: readonly string[];
      readonly eventType: string;
      readonly callId: CallId;
    };
