import type { S3Client } from '@aws-sdk/client-s3';
import { ContentMismatchError } from './errors.ts';
import { findObject } from './find-object.ts';
import { type CopyDeps, makeCopyObject } from './promote-object.ts';
import type { RecordingStore } from './recording-store.ts';

/** Makes the function that copies a stored recording for another tenant. The copy names its new tenant. */
export const makeCopyRecording = (deps: CopyDeps): RecordingStore['copy'] => {
  const copyObject = makeCopyObject(deps);
  return async (from, to, { sha256, sizeBytes, tenantId }, signal) => {
    const { contentType = 'application/octet-stream', metadata } = await headOf(deps.s3, from, signal);
    const tenant = { 'tenant-id': encodeURIComponent(tenantId) };
    const facts = { sha256, sizeBytes, contentType, metadata: { ...metadata, ...tenant } };
    return copyObject(from, to, facts, signal);
  };
};

const headOf = async (s3: S3Client, location: { bucket: string; key: string }, signal: AbortSignal) => {
  const found = await findObject(s3, location, signal);
  if (found) return found;
  throw new ContentMismatchError(`s3://${location.bucket}/${location.key}: there is no object to copy`);
};
