import { DomainError } from '@recordings/fault';

/** The upload ended before the recording did. The recording was not stored. */
export class UploadBrokenOffError extends DomainError {
  readonly code = 'UPLOAD_BROKEN_OFF';
  readonly fault = 'retryable';

  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`the upload broke off and was not stored: ${reason}`, { cause });
  }
}

/** A form with two values of one field, a second recording, or another call behind its file. It was not stored. */
export class FormInvalidError extends DomainError {
  readonly code = 'FORM_INVALID';
  readonly fault = 'permanent';
}

/** A declared digest cannot be read. The recording was not stored. */
export class DigestInvalidError extends DomainError {
  readonly code = 'CHECKSUM_INVALID';
  readonly fault = 'permanent';

  constructor(place: string, why: string, cause?: unknown) {
    super(`${place} cannot be read: ${why}; the recording was not stored`, { cause });
  }
}
