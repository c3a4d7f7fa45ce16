import { S3ServiceException } from '@aws-sdk/client-s3';
import { KeyTakenError } from './errors.ts';
import { inStorage, storageFault } from './storage-fault.ts';

const s3Error = (name: string, httpStatusCode: number): S3ServiceException =>
  new S3ServiceException({ name, message: 'as S3 says', $fault: 'client', $metadata: { httpStatusCode } });

describe('storageFault', () => {
  it.each([
    ['NoSuchBucket', 404],
    ['AccessDenied', 403],
    ['AccessDenied', 400],
    ['AllAccessDisabled', 400],
    ['InvalidAccessKeyId', 400],
    ['SignatureDoesNotMatch', 400],
    ['InvalidAccessKeyId', 403],
    ['SignatureDoesNotMatch', 403],
    ['403', 403],
    ['PermanentRedirect', 301],
    ['KMS.NotFoundException', 400],
    ['KMS.DisabledException', 400],
    ['KMS.KMSInvalidStateException', 400],
  ])('calls %s (%i) a fault of the configuration', (name, status) => {
    const fault = storageFault(s3Error(name, status));
    expect(fault).toMatchObject({ fault: 'configuration', code: 'STORAGE_MISCONFIGURED' });
  });

  it.each([
    ['SlowDown', 503],
    ['InternalError', 500],
    ['BadDigest', 400],
    ['ExpiredToken', 400],
    ['KMS.ThrottlingException', 400],
  ])('calls %s (%i) retryable, and keeps the cause', (name, status) => {
    const cause = s3Error(name, status);
    expect(storageFault(cause)).toMatchObject({ fault: 'retryable', code: 'STORAGE_UNAVAILABLE', cause });
  });

  it('calls missing credentials a fault of the configuration', () => {
    const cause = Object.assign(new Error('Could not load credentials'), {
      name: 'CredentialsProviderError',
    });
    expect(storageFault(cause)).toMatchObject({
      fault: 'configuration',
      code: 'STORAGE_MISCONFIGURED',
      cause,
    });
  });

  it('calls a broken connection retryable', () => {
    const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    expect(storageFault(cause)).toMatchObject({ fault: 'retryable', cause });
  });

  it('returns our own errors as they are', () => {
    const error = new KeyTakenError({ bucket: 'b', key: 'k' });
    expect(storageFault(error)).toBe(error);
  });

  it('gives the reason of an aborted signal instead of the error it caused', async () => {
    const reason = new Error('shutting down');
    const call = Promise.reject(new Error('Request aborted'));
    await expect(inStorage(call, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
