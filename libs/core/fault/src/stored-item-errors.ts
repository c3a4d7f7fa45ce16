import { DomainError } from './domain-error.ts';

/** An item that this version of the service cannot read. It is left as it is. */
export class UnreadableItemError extends DomainError {
  readonly code = 'STORE_ITEM_UNREADABLE';
  readonly fault = 'permanent';
}

/** An item that would not be read again if it were written. The one that stands stays; no retry helps. */
export class UnwritableItemError extends DomainError {
  readonly code = 'STORE_ITEM_UNWRITABLE';
  readonly fault = 'permanent';
}

/** An item would grow beyond what DynamoDB takes (400 KB). It stays as it was; no retry helps. */
export class OversizedItemError extends DomainError {
  readonly code = 'STORE_ITEM_TOO_LARGE';
  readonly fault = 'permanent';
}
