import { DomainError } from '@recordings/fault';

/** The receiver of a result could not be reached, or did not answer 2xx. */
export class CallbackRefusedError extends DomainError {
  readonly code = 'CALLBACK_REFUSED';
  readonly fault = 'retryable';
}

/** The URL is not https, or of a host that is not allowed. The request was not sent. */
export class CallbackForbiddenError extends DomainError {
  readonly code = 'CALLBACK_FORBIDDEN';
  readonly fault = 'configuration';
}
