import { createHash } from 'node:crypto';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { KeyTakenError } from './errors.ts';
import { findObject, matches } from './find-object.ts';
import { makePromoteObject } from './promote-object.ts';
import type { CreateResult, ObjectFacts, ObjectLocation, RecordingStore } from './recording-store.ts';
import { inStorage } from './storage-fault.ts';

/** The functions of the store that keep bytes which are not trusted. */
export type QuarantineFunctions = Pick<
  RecordingStore,
  'quarantine' | 'quarantineBytes' | 'quarantineStaged' | 'explainQuarantined'
>;

export const makeQuarantineFunctions = (
  s3: S3Client,
  quarantineBucket: string,
  create: RecordingStore['create'],
): QuarantineFunctions => {
  const promote = makePromoteObject({ s3, quarantineBucket });
  const locationOf = (key: string): ObjectLocation => ({ bucket: quarantineBucket, key });
  const explainQuarantined = makeExplainQuarantined(s3, quarantineBucket);

  const quarantineBytes: QuarantineFunctions['quarantineBytes'] = async (key, chunks, facts, signal) => {
    const result = await create(locationOf(key), chunks, facts, signal);
    await requireSameBytes(s3, result, locationOf(key), facts, signal);
  };
  return {
    quarantineBytes,
    quarantineStaged: async (stagedKey, key, facts, signal) => {
      const result = await promote(stagedKey, locationOf(key), facts, signal);
      await requireSameBytes(s3, result, locationOf(key), facts, signal);
    },
    explainQuarantined,
    // Bytes first: a crash between the two writes leaves bytes without a reason, not a reason without bytes.
    quarantine: async (key, chunks, reason, signal) => {
      await quarantineBytes(key, chunks, factsOf(chunks), signal);
      await explainQuarantined(key, reason, signal);
    },
  };
};

const factsOf = (chunks: readonly Uint8Array[]): ObjectFacts => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  const sizeBytes = chunks.reduce((total, chunk) => total + chunk.length, 0);
  return { sha256: hash.digest('hex'), sizeBytes, contentType: 'application/octet-stream' };
};

/** @throws {KeyTakenError} if an object existed that has other bytes. */
const requireSameBytes = async (
  s3: S3Client,
  result: CreateResult,
  location: ObjectLocation,
  { sizeBytes, sha256 }: ObjectFacts,
  signal: AbortSignal,
): Promise<void> => {
  if (result === 'created') return;
  const stored = await findObject(s3, location, signal);
  const isSame = stored !== undefined && matches(stored, { sizeBytes, metadata: { sha256 } });
  if (!isSame) throw new KeyTakenError(location);
};

const makeExplainQuarantined =
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
