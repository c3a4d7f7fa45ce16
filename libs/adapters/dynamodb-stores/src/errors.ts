import { DomainError, OversizedItemError } from '@recordings/fault';

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
