/**
 * What becomes of the work that met the error.
 *
 * `retryable`: put off and try again; `permanent`: an outcome on the call record, the message is done;
 * `configuration`: an error that a person must see; at a service's start it ends the process, later the work is put off.
 */
export type Fault = 'retryable' | 'permanent' | 'configuration';

/** Base of every error raised on purpose. `fault` decides the work's fate, `code` is what alarms match. */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  abstract readonly fault: Fault;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Unknown errors count as retryable: the redrive policy, not a guess, ends them in the DLQ. */
export const faultOf = (error: unknown): Fault => (error instanceof DomainError ? error.fault : 'retryable');

/** The stable code of an error raised on purpose, `UNEXPECTED` for any other. */
export const codeOf = (error: unknown): string => (error instanceof DomainError ? error.code : 'UNEXPECTED');
