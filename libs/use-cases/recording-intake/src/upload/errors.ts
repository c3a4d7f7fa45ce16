import { DomainError } from '@recordings/fault';

/** A declared checksum is not a SHA-256. The recording was not stored. */
export class ChecksumInvalidError extends DomainError {
  readonly code = 'CHECKSUM_INVALID';
  readonly fault = 'permanent';

  constructor(place: string) {
    super(`${place} must be a SHA-256: 64 hex digits, or base64 of its 32 bytes`);
  }
}
