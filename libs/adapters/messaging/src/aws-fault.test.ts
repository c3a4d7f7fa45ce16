import { awsFault } from './aws-fault.ts';
import { MessageTooLargeError, QueueUnusableError } from './errors.ts';

const named = (name: string): Error => Object.assign(new Error('as AWS says'), { name });

describe('awsFault', () => {
  it.each([
    'AccessDenied',
    'AccessDeniedException',
    'CredentialsProviderError',
    'MissingAuthenticationToken',
    'KMSAccessDeniedException',
    'AuthorizationError',
    'AuthorizationErrorException',
    'AWS.SimpleQueueService.NonExistentQueue',
    'InvalidAddress',
    'InvalidClientTokenId',
    'InvalidSecurity',
    'InvalidSecurityException',
    'KmsAccessDenied',
    'KmsDisabled',
    'KmsNotFound',
    'NotFound',
    'NotFoundException',
    'QueueDoesNotExist',
    'SignatureDoesNotMatch',
    'UnrecognizedClientException',
  ])('calls %s a fault of the configuration, and names the resource', (name) => {
    const cause = named(name);
    const fault = awsFault(cause, 'queue q', QueueUnusableError);
    expect(fault).toBeInstanceOf(QueueUnusableError);
    expect(fault).toMatchObject({ message: `queue q: ${name}: as AWS says`, cause });
  });

  it.each(['TimeoutError', 'ServiceUnavailable', 'ThrottlingException', 'RequestExpired', 'Error'])(
    'calls %s retryable, and keeps the cause',
    (name) => {
      const cause = named(name);
      expect(awsFault(cause, 'queue q', QueueUnusableError)).toMatchObject({
        code: 'MESSAGING_UNAVAILABLE',
        fault: 'retryable',
        message: `queue q: ${name}: as AWS says`,
        cause,
      });
    },
  );

  it('returns our own errors as they are', () => {
    const error = new MessageTooLargeError('x');
    expect(awsFault(error, 'queue q', QueueUnusableError)).toBe(error);
  });
});
