import { DomainError } from '@recordings/fault';
import type { ObjectLocation } from './recording-store.ts';

/** S3 did not answer, or reported a transient fault. */
export class StorageUnavailableError extends DomainError {
  readonly code = 'STORAGE_UNAVAILABLE';
  readonly fault = 'retryable';
}

/** A bucket or a KMS key is missing, or we may not use it. An operator must change the set-up. */
export class StorageMisconfiguredError extends DomainError {
  readonly code = 'STORAGE_MISCONFIGURED';
  readonly fault = 'configuration';
}

/** Size or checksum of an object, stored or about to be sent, differs from what was expected. */
export class ContentMismatchError extends DomainError {
  readonly code = 'STORAGE_CONTENT_MISMATCH';
  readonly fault = 'retryable';
}

/** A key that only we should use has an object with other bytes. */
export class KeyTakenError extends DomainError {
  readonly code = 'STORAGE_KEY_TAKEN';
  readonly fault = 'retryable';

  constructor({ bucket, key }: ObjectLocation) {
    super(`s3://${bucket}/${key} has other bytes than ours`);
  }
}

/** A part filled too slowly while other uploads waited for its memory. Later there may be less to do, or the sender be faster. */
export class PartStalledError extends DomainError {
  readonly code = 'STORAGE_PART_STALLED';
  readonly fault = 'retryable';

  constructor() {
    super('a part filled too slowly while other uploads waited for its memory');
  }
}
