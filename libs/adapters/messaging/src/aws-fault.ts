import { DomainError } from '@recordings/fault';
import { MessagingUnavailableError } from './errors.ts';

const UNUSABLE: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
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
]);

type UnusableError = new (message: string, options: ErrorOptions) => DomainError;

/**
 * Says which of our errors a failed request to SQS or SNS is.
 *
 * @param Unusable what it is when the resource is missing or forbidden, which no retry helps.
 */
export const awsFault = (error: unknown, resource: string, Unusable: UnusableError): DomainError => {
  if (error instanceof DomainError) return error;
  const { name, message } = error as Error;
  const told = `${resource}: ${name}: ${message}`;
  if (UNUSABLE.has(name)) return new Unusable(told, { cause: error });
  return new MessagingUnavailableError(told, { cause: error });
};
