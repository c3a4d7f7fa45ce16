import {
  AWS_CREDENTIAL_FAULTS,
  DomainError,
  OversizedItemError,
  UnwritableItemError,
} from '@recordings/fault';

/** DynamoDB did not answer: throttled, unavailable, timed out. A write may have happened. */
export class StoreUnavailableError extends DomainError {
  readonly code = 'STORE_UNAVAILABLE';
  readonly fault = 'retryable';
}

/** Other writers changed the item during every try. Our change was not written. */
export class ContendedItemError extends DomainError {
  readonly code = 'STORE_CONTENDED';
  readonly fault = 'retryable';

  constructor(item: string, tries: number) {
    super(`${item} was changed by others during each of ${tries} tries to write it`);
  }
}

/** The table does not exist, or we may not use it. */
export class StoreUnusableError extends DomainError {
  readonly code = 'STORE_UNUSABLE';
  readonly fault = 'configuration';
}

/**
 * Every other error is transient, so `@smithy/service-error-classification` would add nothing: it separates transient
 * errors from unknown ones, and both must be tried again here.
 */
const unusable: ReadonlySet<string> = new Set([
  ...AWS_CREDENTIAL_FAULTS,
  'ResourceNotFoundException',
  'ValidationException',
]);

/** Our error for an error of the DynamoDB client. An abort and our own errors stay as they are. */
export const asStoreError = (error: unknown): unknown => {
  if (!(error instanceof Error) || error instanceof DomainError || error.name === 'AbortError') return error;
  return new (errorClassOf(error))(`DynamoDB: ${error.name}: ${error.message}`, { cause: error });
};

const errorClassOf = ({ name, message }: Error) => {
  // DynamoDB reports a too large item as a ValidationException. It is an error of that item, not of the configuration.
  if (name === 'ValidationException' && /item size/i.test(message)) return OversizedItemError;
  // DynamoDB cannot parse the request, for example because a text has half a surrogate pair. A retry gets the same answer.
  if (name === 'SerializationException') return UnwritableItemError;
  return unusable.has(name) ? StoreUnusableError : StoreUnavailableError;
};
