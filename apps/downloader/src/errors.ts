import { DomainError } from '@recordings/fault';

/** A recording came so slowly that it was broken off; OCP, or the way to it, may be faster later. */
export class DownloadTooSlowError extends DomainError {
  readonly code = 'DOWNLOAD_TOO_SLOW';
  readonly fault = 'retryable';

  constructor(timeoutMs: number, options?: ErrorOptions) {
    super(`the recording was not stored within ${timeoutMs / 60_000} minutes`, options);
  }
}
