import { codeOf, DomainError, faultOf } from './domain-error.ts';

/** What a consumer does with a message after its handler. */
export type Disposition =
  /** The message is done. It is deleted. */
  | { readonly kind: 'ack' }
  /** The queue delivers it again after `delayS` seconds. The default grows with the number of receives. */
  | { readonly kind: 'retry'; readonly delayS?: number }
  /**
   * The message waits for something outside. It is sent again as a new message, so that the wait does not count as a
   * receive. The default of `delayS` grows with the number of times it was postponed. With a `reason`, the queue counts
   * how often in a row the message was postponed for it, see `Postponed`.
   */
  | { readonly kind: 'postpone'; readonly delayS?: number; readonly reason?: string }
  /** It can never succeed. It moves to the dead-letter queue with its reason. */
  | { readonly kind: 'dead-letter'; readonly reason: string; readonly detail?: string };

/** Why a message was postponed last, and how often in a row for that reason. */
export type Postponed = { readonly reason: string; readonly times: number };

/**
 * What the error of a handler means for its message.
 *
 * - A permanent error moves it to the dead-letter queue.
 * - A retryable or configuration error postpones it, so that an outage does not fill the dead-letter queue.
 * - An unknown error lets the queue deliver it again. The redrive policy limits how often.
 */
export const dispositionOf = (error: unknown): Disposition => {
  if (!(error instanceof DomainError)) return { kind: 'retry' };
  if (faultOf(error) !== 'permanent') return { kind: 'postpone' };
  return { kind: 'dead-letter', reason: codeOf(error), detail: error.message };
};
