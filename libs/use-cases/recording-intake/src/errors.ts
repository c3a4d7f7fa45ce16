import { DomainError } from '@recordings/fault';

/** More bytes than a recording may have. Nothing of it was stored. */
export class RecordingTooLargeError extends DomainError {
  readonly code = 'RECORDING_TOO_LARGE';
  readonly fault = 'permanent';

  constructor(maxBytes: number) {
    super(`the recording is larger than ${maxBytes} bytes; nothing was stored`);
  }
}

/** An object stood under the final key when ours was refused, and is gone now: nothing can be said of the call. */
export class StandingObjectGoneError extends DomainError {
  readonly code = 'STANDING_OBJECT_GONE';
  readonly fault = 'retryable';

  constructor({ bucket, key }: { readonly bucket: string; readonly key: string }) {
    super(`s3://${bucket}/${key} existed and cannot be found any more`);
  }
}
