import { AWS_CREDENTIAL_FAULTS, DomainError } from '@recordings/fault';
import { MessagingUnavailableError } from './errors.ts';

/**
 * Names of errors that need an operator. A list of our own: the SDK's classification (`@smithy/core/retry`) knows what to
 * retry, and does not tell a missing or forbidden resource from a faulty request.
 */
const UNUSABLE: ReadonlySet<string> = new Set([
  ...AWS_CREDENTIAL_FAULTS,
  'AuthorizationError',
  'AuthorizationErrorException',
  'AWS.SimpleQueueService.NonExistentQueue',
  'InvalidAddress',
  'InvalidSecurity',
  'InvalidSecurityException',
  'KmsAccessDenied',
  'KMSAccessDeniedException',
  'KmsDisabled',
  'KMSDisabledException',
  'KmsInvalidState',
  'KMSInvalidStateException',
  'KmsNotFound',
  'KMSNotFoundException',
  'KmsOptInRequired',
  'KMSOptInRequired',
  'NotFound',
  'NotFoundException',
  'QueueDoesNotExist',
]);

type UnusableError = new (message: string, options: ErrorOptions) => DomainError;

/**
 * Turns a failed request to SQS or SNS into one of our errors.
 *
 * @param Unusable for a resource that is missing or forbidden, where a retry does not help.
 */
export const awsFault = (error: unknown, resource: string, Unusable: UnusableError): DomainError => {
  if (error instanceof DomainError) return error;
  const { name, message } = error as Error;
  const text = `${resource}: ${name}: ${message}`;
  if (UNUSABLE.has(name)) return new Unusable(text, { cause: error });
  return new MessagingUnavailableError(text, { cause: error });
};
