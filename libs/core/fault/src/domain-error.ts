/**
 * What a service does after the error:
 *
 * - `retryable`: it tries again later.
 * - `permanent`: it writes an outcome on the call record and ends the message.
 * - `configuration`: a person must act. At its start the service exits; later it postpones the work.
 */
export type Fault = 'retryable' | 'permanent' | 'configuration';

/** Base of every error that we throw ourselves. `fault` says what follows; alarms and outcomes match `code`. */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  abstract readonly fault: Fault;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** An unknown error counts as retryable: the redrive policy of the queue limits how often. */
export const faultOf = (error: unknown): Fault => (error instanceof DomainError ? error.fault : 'retryable');

/** The code of a `DomainError`, `UNEXPECTED` for any other error. */
export const codeOf = (error: unknown): string => (error instanceof DomainError ? error.code : 'UNEXPECTED');
