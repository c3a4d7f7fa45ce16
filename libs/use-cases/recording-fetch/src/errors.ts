import { DomainError } from '@recordings/fault';

/** A recording took longer than its time limit and the download was aborted. OCP or the network may be faster later. */
export class DownloadTooSlowError extends DomainError {
  readonly code = 'DOWNLOAD_TOO_SLOW';
  readonly fault = 'retryable';

  constructor(timeoutMs: number, options?: ErrorOptions) {
    super(`the recording was not stored within ${timeoutMs / 60_000} minutes`, options);
  }
}
