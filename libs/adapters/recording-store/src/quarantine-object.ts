import { createHash } from 'node:crypto';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { makeCreateObject } from './create-object.ts';
import { KeyTakenError } from './errors.ts';
import { findObject } from './find-object.ts';
import type { RecordingStore } from './recording-store.ts';
import { inStorage } from './storage-fault.ts';

/** Bytes first: a crash between the two writes leaves bytes without a reason, not a reason without bytes. */
export const makeQuarantineObject = (
  s3: S3Client,
  quarantineBucket: string,
): RecordingStore['quarantine'] => {
  const create = makeCreateObject(s3);
  const explain = makeExplainQuarantined(s3, quarantineBucket);

  return async (key, chunks, reason, signal) => {
    const location = { bucket: quarantineBucket, key };
    const hash = createHash('sha256');
    for (const chunk of chunks) hash.update(chunk);
    const sha256 = hash.digest('hex');
    const sizeBytes = chunks.reduce((total, chunk) => total + chunk.length, 0);
    const facts = { sha256, sizeBytes, contentType: 'application/octet-stream' };

    if ((await create(location, chunks, facts, signal)) === 'exists') {
      const stored = await findObject(s3, location, signal);
      if (stored?.metadata.sha256 !== sha256) throw new KeyTakenError(location);
    }
    await explain(key, reason, signal);
  };
};

/** A later reason replaces an earlier one. */
export const makeExplainQuarantined =
  (s3: S3Client, quarantineBucket: string): RecordingStore['explainQuarantined'] =>
  async (key, reason, signal) => {
    const command = new PutObjectCommand({
      Bucket: quarantineBucket,
      Key: `${key}.json`,
      Body: JSON.stringify(reason),
      ContentType: 'application/json',
    });
    await inStorage(s3.send(command, { abortSignal: signal }), signal);
  };
