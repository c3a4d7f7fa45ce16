import { OversizedItemError, UnwritableItemError } from '@recordings/fault';
import { asStoreError, StoreUnavailableError, StoreUnusableError } from './errors.ts';

const sdkError = (name: string, message = 'x'): Error => Object.assign(new Error(message), { name });

describe('asStoreError', () => {
  it.each([
    ['ResourceNotFoundException', StoreUnusableError],
    ['AccessDeniedException', StoreUnusableError],
    ['UnrecognizedClientException', StoreUnusableError],
    ['CredentialsProviderError', StoreUnusableError],
    ['InvalidSignatureException', StoreUnusableError],
    ['ValidationException', StoreUnusableError],
    ['SerializationException', UnwritableItemError],
    ['ThrottlingException', StoreUnavailableError],
    ['ProvisionedThroughputExceededException', StoreUnavailableError],
    ['InternalServerError', StoreUnavailableError],
    ['TimeoutError', StoreUnavailableError],
    ['Error', StoreUnavailableError],
  ])('translates %s, and keeps it as the cause', (name, expected) => {
    const cause = sdkError(name, 'the reason');
    const error = asStoreError(cause);
    expect(error).toBeInstanceOf(expected);
    expect(error).toMatchObject({ message: `DynamoDB: ${name}: the reason`, cause });
  });

  it('translates a too large item, which is not an error of the configuration', () => {
    const error = sdkError('ValidationException', 'Item size has exceeded the maximum allowed size');
    expect(asStoreError(error)).toBeInstanceOf(OversizedItemError);
    expect(asStoreError(sdkError('InternalServerError', 'item size'))).toBeInstanceOf(StoreUnavailableError);
  });

  it.each([sdkError('AbortError'), new UnwritableItemError('x'), 'a text', undefined])(
    'returns %p as it is',
    (error) => {
      expect(asStoreError(error)).toBe(error);
    },
  );
});
