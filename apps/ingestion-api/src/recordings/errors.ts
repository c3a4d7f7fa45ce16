import { DomainError } from '@recordings/fault';

/** The bytes stopped before the recording's end. Nothing of it was stored. */
export class UploadBrokenOffError extends DomainError {
  readonly code = 'UPLOAD_BROKEN_OFF';
  readonly fault = 'retryable';

  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`the upload broke off, nothing was stored: ${reason}`, { cause });
  }
}

/** A form that does not say in one way what recording it brings. Nothing of it was stored. */
export class FormInvalidError extends DomainError {
  readonly code = 'FORM_INVALID';
  readonly fault = 'permanent';
}

/** A declared checksum that can be none. Nothing was stored. */
export class ChecksumInvalidError extends DomainError {
  readonly code = 'CHECKSUM_INVALID';
  readonly fault = 'permanent';

  constructor(place: string) {
    super(`${place} must be a SHA-256: 64 hex digits, or base64 of its 32 bytes`);
  }
}
