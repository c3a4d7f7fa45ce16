import { DomainError, type Fault } from './domain-error.ts';

/** This version of the service cannot read the item. The item is not changed. */
export class UnreadableItemError extends DomainError {
  readonly code: 'STORE_ITEM_UNREADABLE' | 'STORE_ITEM_NEWER' = 'STORE_ITEM_UNREADABLE';
  readonly fault: Fault = 'permanent';
}

/** A newer version of the service wrote the item. Its work is postponed until a service can read it. */
export class NewerItemError extends UnreadableItemError {
  override readonly code = 'STORE_ITEM_NEWER';
  override readonly fault = 'retryable';
}

/**
 * The new item was not written: it could not be read again, or DynamoDB could not parse it. The stored item is unchanged; a
 * retry does not help.
 */
export class UnwritableItemError extends DomainError {
  readonly code = 'STORE_ITEM_UNWRITABLE';
  readonly fault = 'permanent';
}

/** The new item is larger than DynamoDB allows (400 KB). The stored item is unchanged; a retry does not help. */
export class OversizedItemError extends DomainError {
  readonly code = 'STORE_ITEM_TOO_LARGE';
  readonly fault = 'permanent';
}
