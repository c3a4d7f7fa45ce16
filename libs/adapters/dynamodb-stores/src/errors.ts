import { DomainError } from '@recordings/fault';

/** DynamoDB could not answer for now: throttled, unavailable, timed out. */
export class StoreUnavailableError extends DomainError {
  readonly code = 'STORE_UNAVAILABLE';
  readonly fault = 'retryable';
}

/** Too many writers at one item; nothing was written. */
export class ContendedItemError extends DomainError {
  readonly code = 'STORE_CONTENDED';
  readonly fault = 'retryable';

  constructor(item: string, tries: number) {
    super(`${item} was changed by others during each of ${tries} tries to write it`);
  }
}

/** The table is missing or may not be used. */
export class StoreUnusableError extends DomainError {
  readonly code = 'STORE_UNUSABLE';
  readonly fault = 'configuration';
}

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

const unusable = new Set([
  'ResourceNotFoundException',
  'AccessDeniedException',
  'UnrecognizedClientException',
  'ValidationException',
]);

/** Says which of our errors an error of the DynamoDB client is. */
export const asStoreError = (error: unknown): unknown => {
  if (!(error instanceof Error) || error instanceof DomainError || error.name === 'AbortError') return error;
  return new (errorClassOf(error))(`DynamoDB: ${error.name}: ${error.message}`, { cause: error });
};

const errorClassOf = ({ name, message }: Error) => {
  // DynamoDB has no name of its own for it; one call's fault is none of the configuration.
  if (name === 'ValidationException' && /item size/i.test(message)) return OversizedItemError;
  return unusable.has(name) ? StoreUnusableError : StoreUnavailableError;
};
