import { DomainError } from '@recordings/fault';

/** A throttled caller whom OCP told no time waits this long. */
const UNASKED_WAIT_MS = 30_000;

/** OCP gave an answer we cannot work with: a proof that it is there. */
export abstract class OcpAnswerError extends DomainError {}

/** OCP could not be reached, or answered that it cannot now (5xx). */
export class OcpUnavailableError extends DomainError {
  readonly code = 'OCP_UNAVAILABLE';
  readonly fault = 'retryable';
  /** What OCP asked us to wait, where it did. */
  readonly askedMs?: number;

  constructor(message: string, options?: ErrorOptions & { askedMs?: number }) {
    super(message, options);
    this.askedMs = options?.askedMs;
  }
}

/** OCP failed so often in a row that it is left alone for a while: nothing was sent. */
export class OcpBreakerOpenError extends OcpUnavailableError {}

export class OcpTimeoutError extends DomainError {
  readonly code = 'OCP_TIMEOUT';
  readonly fault = 'retryable';
}

/** OCP asked us to slow down (429). */
export class OcpThrottledError extends OcpAnswerError {
  readonly code = 'OCP_THROTTLED';
  readonly fault = 'retryable';
  readonly retryAfterMs: number;
  /** What OCP itself asked us to wait, where it did. */
  readonly askedMs?: number;

  constructor(operation: string, askedMs?: number) {
    const retryAfterMs = askedMs ?? UNASKED_WAIT_MS;
    super(`OCP ${operation}: throttled; retry after ${retryAfterMs} ms`);
    this.retryAfterMs = retryAfterMs;
    this.askedMs = askedMs;
  }
}

/** OCP answered with something else than was agreed. Retryable: OCP, or our path templates, may be set right. */
export class OcpContractError extends OcpAnswerError {
  readonly code = 'OCP_UNEXPECTED_ANSWER';
  readonly fault = 'retryable';
}

/** The download ended before its declared length, or was cut off. */
export class OcpTruncatedError extends DomainError {
  readonly code = 'OCP_TRUNCATED';
  readonly fault = 'retryable';

  constructor(receivedBytes: number, sizeBytes: number | undefined, options?: ErrorOptions) {
    super(
      `OCP download: ended after ${receivedBytes} of ${sizeBytes ?? 'an unknown number of'} bytes`,
      options,
    );
  }
}

/** What was asked for is not ready, or held by other work (409). */
export class OcpNotReadyError extends OcpAnswerError {
  readonly code = 'OCP_NOT_READY';
  readonly fault = 'retryable';
}

/** OCP does not have what was asked for (404). */
export class OcpNotFoundError extends OcpAnswerError {
  readonly code = 'OCP_NOT_FOUND';
  readonly fault = 'permanent';
}

/** OCP had what was asked for and has it no more (410): the export job expired, another can be made. */
export class OcpExpiredError extends OcpAnswerError {
  readonly code = 'OCP_EXPIRED';
  readonly fault = 'permanent';
}

/** OCP will not do what was asked for, however often it is asked (any other 4xx). */
export class OcpRequestRejectedError extends OcpAnswerError {
  readonly code = 'OCP_REQUEST_REJECTED';
  readonly fault = 'permanent';
}

/** OCP does not accept our credentials (401, 403), or no header can carry them. */
export class OcpCredentialsError extends OcpAnswerError {
  readonly code = 'OCP_CREDENTIALS';
  readonly fault = 'configuration';
}

/** A URL leads to a host that nobody allowed. It was not asked. */
export class OcpForbiddenHostError extends OcpAnswerError {
  readonly code = 'OCP_FORBIDDEN_HOST';
  readonly fault = 'configuration';
}
