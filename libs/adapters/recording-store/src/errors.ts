import { DomainError } from '@recordings/fault';
import type { ObjectLocation } from './recording-store.ts';

/** S3 did not answer, or answered that it cannot now. */
export class StorageUnavailableError extends DomainError {
  readonly code = 'STORAGE_UNAVAILABLE';
  readonly fault = 'retryable';
}

/** A bucket is missing or we may not use it: no retry helps, somebody has to change the set-up. */
export class StorageMisconfiguredError extends DomainError {
  readonly code = 'STORAGE_MISCONFIGURED';
  readonly fault = 'configuration';
}

/** What stands in S3, or was about to be sent there, is not what its facts say. */
export class ContentMismatchError extends DomainError {
  readonly code = 'STORAGE_CONTENT_MISMATCH';
  readonly fault = 'retryable';
}

/** Something else stands under a key that was to be ours alone. */
export class KeyTakenError extends DomainError {
  readonly code = 'STORAGE_KEY_TAKEN';
  readonly fault = 'retryable';

  constructor({ bucket, key }: ObjectLocation) {
    super(`s3://${bucket}/${key} holds other bytes than ours`);
  }
}
