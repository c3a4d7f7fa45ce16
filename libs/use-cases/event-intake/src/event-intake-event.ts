import type { CallId, NoAudioReason } from '@recordings/call-record';

/** What recording CDR events reports, for metrics and log. `eventType` is the event's own name at OCP: `CDR_START`. */
export type EventIntakeEvent =
  | {
      readonly type: 'cdr_event_recorded';
      readonly eventType: string;
      readonly result: 'changed' | 'unchanged';
    }
  /** The event is readable and not about a call's lifecycle. */
  | { readonly type: 'cdr_event_ignored' }
  /** `key` of the quarantined bytes. `eventType` is `unreadable` if the event could not be read. */
  | {
      readonly type: 'cdr_event_quarantined';
      readonly eventType: string;
      readonly key: string;
      readonly reason: string;
      readonly detail: string;
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
