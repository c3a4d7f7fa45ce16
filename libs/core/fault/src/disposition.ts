import { codeOf, DomainError, faultOf } from './domain-error.ts';

/** What becomes of a message. */
export type Disposition =
  /** It is done and deleted. */
  | { readonly kind: 'ack' }
  /** It is seen again after `delayS`, by default longer the more often it was received. */
  | { readonly kind: 'retry'; readonly delayS?: number }
  /**
   * It waits for something outside: it is sent anew with a delay, so that waiting uses up no receive. By default the
   * delay grows with the number of times it was postponed.
   */
  | { readonly kind: 'postpone'; readonly delayS?: number }
  /** It can never be done: it goes to the DLQ with its reason. */
  | { readonly kind: 'dead-letter'; readonly reason: string; readonly detail?: string };

/**
 * A permanent error ends its message. One that is known to pass, or waits for an operator, postpones it: an outage must
 * not carry messages to the DLQ. An error nobody knows lets it come again, until the redrive policy ends it.
 */
export const dispositionOf = (error: unknown): Disposition => {
  if (!(error instanceof DomainError)) return { kind: 'retry' };
  if (faultOf(error) !== 'permanent') return { kind: 'postpone' };
  return { kind: 'dead-letter', reason: codeOf(error), detail: error.message };
};
