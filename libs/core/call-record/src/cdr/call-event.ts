import type { CallId } from '../ids.ts';
import type { CdrFacts, FactSource } from './cdr-facts.ts';

/** A CDR event of either vocabulary, in our words. */
export type CallEvent = {
  readonly source: Extract<FactSource, 'start' | 'ivrEnd' | 'end' | 'other'>;
  /** The event's own name at OCP, for the history: `CDR_START`, `dialog_end`, ... */
  readonly name: string;
  readonly callId: CallId;
  /** The OCP group name, by which the registry finds the tenant. Undefined if the event lacks it. */
  readonly groupName: string | undefined;
  readonly facts: CdrFacts;
};

/** `ignored`: readable, but not about a call's lifecycle. `unreadable`: to be kept in quarantine. */
export type ParsedEvent =
  | {
      readonly kind: 'event';
      readonly event: CallEvent;
      /** Paths of fields that could not be used and count as missing, or whose text was cut: `flow.name`. */
      readonly faultyFields: readonly string[];
    }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly reason: string };
