import type { CallId } from '../ids.ts';
import type { CdrFacts, FactSource } from './cdr-facts.ts';

/** A CDR event of either vocabulary, in our words. */
export type CallEvent = {
  readonly source: Extract<FactSource, 'start' | 'ivrEnd' | 'end'>;
  /** The event's own name at OCP, for the history: `CDR_START`, `dialog_end`, ... */
  readonly name: string;
  readonly callId: CallId;
  /** OCP group name: the registry says whose call it is. Absent if the event names none. */
  readonly groupName: string | undefined;
  readonly facts: CdrFacts;
};

/** `ignored`: understood, and says nothing about a call's lifecycle. `unreadable`: to be quarantined. */
export type ParsedEvent =
  | {
      readonly kind: 'event';
      readonly event: CallEvent;
      /** Names of fields that could not be used and count as missing, or whose text was cut. */
      readonly faultyFields: readonly string[];
    }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly reason: string };
