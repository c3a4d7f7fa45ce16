import { DomainError } from '@recordings/fault';

/** A throttled caller waits this long if OCP gives no time. */
const UNASKED_WAIT_MS = 30_000;

/** OCP gave an answer that we cannot use. It proves that OCP is up. */
export abstract class OcpAnswerError extends DomainError {}

/** OCP could not be reached, or answered 5xx. */
export class OcpUnavailableError extends DomainError {
  readonly code = 'OCP_UNAVAILABLE';
  readonly fault = 'retryable';
  /** The wait that OCP asked for, if it did. */
  readonly askedMs?: number;

  constructor(message: string, options?: ErrorOptions & { askedMs?: number }) {
    super(message, options);
    this.askedMs = options?.askedMs;
  }
}

/** OCP failed so often in a row that requests pause for a while. The request was not sent. */
export class OcpBreakerOpenError extends OcpUnavailableError {}

/** A person has paused the requests of this group, or all. The request was not sent. */
export class OcpPausedError extends DomainError {
  readonly code = 'OCP_PAUSED';
  readonly fault = 'retryable';
  /** Ask again after this wait, in milliseconds: the person may end the pause early. */
  readonly heldMs: number;

  constructor(message: string, heldMs: number) {
    super(message);
    this.heldMs = heldMs;
  }
}

export class OcpTimeoutError extends DomainError {
  readonly code = 'OCP_TIMEOUT';
  readonly fault = 'retryable';
}

/** OCP asked us to slow down (429). */
export class OcpThrottledError extends OcpAnswerError {
  readonly code = 'OCP_THROTTLED';
  readonly fault = 'retryable';
  readonly retryAfterMs: number;
  /** The wait that OCP asked for, if it did. */
  readonly askedMs?: number;

  constructor(operation: string, askedMs?: number) {
    const retryAfterMs = askedMs ?? UNASKED_WAIT_MS;
    super(`OCP ${operation}: throttled; retry after ${retryAfterMs} ms`);
    this.retryAfterMs = retryAfterMs;
    this.askedMs = askedMs;
  }
}

/** OCP's answer breaks the contract. Retryable, because OCP or our path templates may be corrected. */
export class OcpContractError extends OcpAnswerError {
  readonly code = 'OCP_UNEXPECTED_ANSWER';
  readonly fault = 'retryable';
}

/** OCP's answer is larger than we read. A job over a shorter range has a smaller one. */
export class OcpAnswerTooLargeError extends OcpContractError {}

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

/** The result is not ready, or other work uses it (409). */
export class OcpNotReadyError extends OcpAnswerError {
  readonly code = 'OCP_NOT_READY';
  readonly fault = 'retryable';
}

/** OCP does not have the requested job or recording (404). */
export class OcpNotFoundError extends OcpAnswerError {
  readonly code = 'OCP_NOT_FOUND';
  readonly fault = 'permanent';
}

/** OCP has deleted the requested job or recording (410). Another export job can be made. */
export class OcpExpiredError extends OcpAnswerError {
  readonly code = 'OCP_EXPIRED';
  readonly fault = 'permanent';
}

/** OCP refuses the request, and will refuse it again (any other 4xx). */
export class OcpRequestRejectedError extends OcpAnswerError {
  readonly code = 'OCP_REQUEST_REJECTED';
  readonly fault = 'permanent';
}

/** OCP refuses our credentials (401, 403), or they do not fit into a header. */
export class OcpCredentialsError extends OcpAnswerError {
  readonly code = 'OCP_CREDENTIALS';
  readonly fault = 'configuration';
  /** OCP refuses the whole group, and no request of it is sent for so long. Absent: it may be about one file. */
  readonly heldMs?: number;

  constructor(message: string, options?: ErrorOptions & { heldMs?: number }) {
    super(message, options);
    this.heldMs = options?.heldMs;
  }
}

/**
 * A URL of OCP is plain http, which is not allowed. The request was not sent. Permanent: OCP would give the same link again,
 * so the call, or the job, ends with this code and a later export asks anew.
 */
export class OcpInsecureUrlError extends OcpAnswerError {
  readonly code = 'OCP_INSECURE_URL';
  readonly fault = 'permanent';
}

/** A URL leads to a host that is not allowed. The request was not sent. */
export class OcpForbiddenHostError extends OcpAnswerError {
  readonly code = 'OCP_FORBIDDEN_HOST';
  readonly fault = 'configuration';
}
