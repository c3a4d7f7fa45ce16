import { DomainError } from '@recordings/fault';

/** An execution queued windows, and none of them could be published. Each is stored for replay. */
export class NothingPublishedError extends DomainError {
  override readonly code = 'NOTHING_PUBLISHED';
  override readonly fault = 'retryable';

  constructor(windowCount: number, firstReason: string) {
    super(`none of ${windowCount} windows could be published; the first failed with: ${firstReason}`);
  }
}
