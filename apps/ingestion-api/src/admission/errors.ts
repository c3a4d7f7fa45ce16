import { DomainError } from '@recordings/fault';

/** The sender sends its body too slowly. Nothing was stored. */
export class BodyTooSlowError extends DomainError {
  readonly code = 'BODY_TOO_SLOW';
  readonly fault = 'retryable';

  constructor(fault: string) {
    super(`the body came too slowly: ${fault}`);
  }
}
