import type { Location } from '@recordings/call-record';
import { DomainError } from '@recordings/fault';

/** The place of a copy has other bytes than the recording. An upload to the new tenant may be under way. */
export class CopyMismatchError extends DomainError {
  readonly code = 'MOVE_COPY_MISMATCH';
  readonly fault = 'retryable';

  constructor({ bucket, key }: Location, expected: string, found: string | undefined) {
    super(`s3://${bucket}/${key}: expected SHA-256 ${expected}, found ${found ?? 'no object'}`);
  }
}
