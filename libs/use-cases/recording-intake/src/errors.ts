import { DomainError } from '@recordings/fault';

/** The recording has more bytes than a recording may have. It was not stored. */
export class RecordingTooLargeError extends DomainError {
  readonly code = 'RECORDING_TOO_LARGE';
  readonly fault = 'permanent';

  constructor(maxBytes: number) {
    super(`the recording is larger than ${maxBytes} bytes; it was not stored`);
  }
}

/** The object whose existence prevented our write was gone when we read it. Whether the call is stored is unknown. */
export class StoredObjectGoneError extends DomainError {
  readonly code = 'STANDING_OBJECT_GONE';
  readonly fault = 'retryable';

  constructor({ bucket, key }: { readonly bucket: string; readonly key: string }) {
    super(`s3://${bucket}/${key} existed and cannot be found any more`);
  }
}

/** Bytes in quarantine are not those that the record lists. Nothing was stored. */
export class ContentChangedError extends DomainError {
  readonly code = 'QUARANTINED_CONTENT_CHANGED';
  readonly fault = 'permanent';

  constructor(key: string) {
    super(`the bytes at ${key} in quarantine have another SHA-256 than the record lists`);
  }
}
