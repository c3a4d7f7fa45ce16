import { S3ServiceException } from '@aws-sdk/client-s3';
import { AWS_CREDENTIAL_FAULTS, DomainError } from '@recordings/fault';
import { StorageMisconfiguredError, StorageUnavailableError } from './errors.ts';

/**
 * Names of errors that need an operator. A list of our own: the SDK's classification (`@smithy/core/retry`) knows what to
 * retry, and does not tell a missing or forbidden bucket from a faulty request.
 */
const CONFIGURATION_FAULTS: ReadonlySet<string> = new Set([
  ...AWS_CREDENTIAL_FAULTS,
  'AllAccessDisabled',
  'KMS.DisabledException',
  'KMS.KMSInvalidStateException',
  'KMS.NotFoundException',
  'NoSuchBucket',
  'PermanentRedirect',
]);

/** Waits for a call to S3 and turns its error into one of ours, or into the reason of an aborted signal. */
export const inStorage = async <T>(call: Promise<T>, signal?: AbortSignal): Promise<T> => {
  try {
    return await call;
  } catch (error) {
    throw storageFault(error, signal);
  }
};

/** Turns an error of a call to S3 into one of ours, or into the reason of an aborted signal. */
export const storageFault = (error: unknown, signal?: AbortSignal): Error => {
  if (signal?.aborted && signal.reason instanceof Error) return signal.reason;
  if (error instanceof DomainError) return error;

  const message = error instanceof Error ? `S3: ${error.name}: ${error.message}` : `S3: ${String(error)}`;
  return isConfigurationFault(error)
    ? new StorageMisconfiguredError(message, { cause: error })
    : new StorageUnavailableError(message, { cause: error });
};

/** The answer to a HEAD has no body and so no name, only the status. The SDK throws its own error if it finds no credentials. */
const isConfigurationFault = (error: unknown): boolean =>
  error instanceof Error &&
  (CONFIGURATION_FAULTS.has(error.name) ||
    (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403));
