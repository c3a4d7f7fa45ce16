import { verifyStored } from './find-object.ts';
import { type CopyDeps, makeCopyObject } from './promote-object.ts';
import type { RecordingStore } from './recording-store.ts';

/** Makes the function that copies a stored recording for another tenant. The copy names its new tenant. */
export const makeCopyRecording = (deps: CopyDeps): RecordingStore['copy'] => {
  const copyObject = makeCopyObject(deps);
  return async (from, to, { sha256, sizeBytes, tenantId }, signal) => {
    const { contentType = 'application/octet-stream', metadata } = await verifyStored(
      deps.s3,
      from,
      { sizeBytes },
      signal,
    );
    const tenant = { 'tenant-id': encodeURIComponent(tenantId) };
    const facts = { sha256, sizeBytes, contentType, metadata: { ...metadata, ...tenant } };
    return copyObject(from, to, facts, signal);
  };
};
