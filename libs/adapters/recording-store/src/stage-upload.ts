import { randomUUID } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import { type BufferPool, makeBufferPool } from './buffer-pool.ts';
import { combineCrc32 } from './combine-crc32.ts';
import { commitObject } from './commit-object.ts';
import { discardObject } from './discard-object.ts';
import { KeyTakenError, StorageUnavailableError } from './errors.ts';
import { type ExpectedContent, findObject, matches, verifyStored } from './find-object.ts';
import { CLEAN_UP_TIMEOUT_MS, type MultipartUpload, openMultipartUpload } from './multipart-upload.ts';
import type { Part } from './part-buffer.ts';
import { makePartSender } from './part-sender.ts';
import type { ObjectLocation, RecordingStore, StagedUpload } from './recording-store.ts';
import { base64OfCrc32, type UploadPart } from './upload-part.ts';

/** The smallest that S3 takes. It takes 10,000 parts, so a staged object has at most 48 GiB. */
export const PART_SIZE_BYTES = 5 * 1_048_576;

/** Free buffers that are kept for the next parts, at most 40 MiB. */
const MAX_FREE_BUFFERS = 8;

/**
 * So many uploads fill a second part while the first is sent: a few recordings alone are stored faster. The others wait, and
 * the process is busy with them all the same. Without a limit 8 uploads hold 50 MiB at most, 32 hold 170 MiB.
 */
const SPARE_BUFFERS = 2;

/**
 * A part that fills for so long ends its upload, once another upload has waited so long for memory. Some recordings that
 * trickle would stop all others otherwise. Alone, a recording may be as slow as it likes.
 */
const PART_STALL_MS = 60_000;

const startTimer = (delayMs: number, onElapsed: () => void): (() => void) => {
  const timer = setTimeout(onElapsed, delayMs).unref();
  return () => clearTimeout(timer);
};

export const makeStageUpload = (
  s3: S3Client,
  quarantineBucket: string,
  uploadPart: UploadPart,
  maxPartBuffers?: number,
): RecordingStore['stage'] => {
  const partBuffers = makeBufferPool({
    sizeBytes: PART_SIZE_BYTES,
    maxInUse: maxPartBuffers,
    maxFree: MAX_FREE_BUFFERS,
    spares: SPARE_BUFFERS,
    stall: { afterMs: PART_STALL_MS, now: performance.now.bind(performance), startTimer },
  });
  return async (key, object, signal) => {
    const location = { bucket: quarantineBucket, key };
    // The staging id identifies our object among others under the same key.
    const metadata = { ...object.metadata, 'staging-id': randomUUID() };
    const { contentType } = object;
    const stop = new AbortController();
    const either = AbortSignal.any([signal, stop.signal]);
    const upload = await openMultipartUpload(s3, location, { contentType, metadata }, either, uploadPart);
    return makeStagedUpload({ s3, location, metadata, upload, partBuffers, stop, signal: either });
  };
};

type Staging = {
  readonly s3: S3Client;
  readonly location: ObjectLocation;
  readonly metadata: Readonly<Record<'staging-id', string>>;
  readonly upload: MultipartUpload;
  readonly partBuffers: BufferPool;
  readonly stop: AbortController;
  readonly signal: AbortSignal;
};

const makeStagedUpload = (staging: Staging): StagedUpload => {
  const { location, metadata, upload, partBuffers, stop, signal } = staging;
  let sizeBytes = 0;
  let checksum = 0;
  const send = (part: Pick<Part, 'bytes' | 'crc32'>): Promise<void> => {
    checksum = combineCrc32(checksum, part.crc32, part.bytes.length);
    return upload.sendPart(part);
  };
  const parts = makePartSender(partBuffers, send, signal, (reason) => stop.abort(reason));
  let state: 'open' | 'committing' | 'closed' = 'open';

  const assertOpen = (): void => {
    if (state !== 'open') throw new Error(`staged upload of ${location.key} has ended`);
  };

  return {
    write: async (chunk) => {
      assertOpen();
      signal.throwIfAborted();
      sizeBytes += chunk.length;
      await parts.push(chunk);
    },
    finish: async () => {
      assertOpen();
      signal.throwIfAborted();
      await parts.end();
      state = 'committing';
      await commitStaged(staging, { sizeBytes, metadata, crc32: base64OfCrc32(checksum) });
      state = 'closed';
      return { sizeBytes };
    },
    abort: async () => {
      if (state === 'closed') return;
      stop.abort();
      parts.discard();
      await parts.settled(); // S3 may keep a part that arrives after the abort.
      await upload.abort();
      if (state === 'committing') await discardOwn(staging);
      state = 'closed';
    },
  };
};

const commitStaged = async (
  { s3, location, upload, signal }: Staging,
  expected: ExpectedContent,
): Promise<void> => {
  const result = await commitObject(
    {
      send: () => upload.complete(expected),
      find: () => findObject(s3, location, signal),
      isOurs: (stored) => matches(stored, expected),
    },
    signal,
  );
  if (result === 'exists') throw new KeyTakenError(location);
  if (result === 'again') throw new StorageUnavailableError(`conflicting write of ${location.key}`);
  await verifyStored(s3, location, expected, signal);
};

/** After a `finish` that failed, the key may have our object, another one, or none. */
const discardOwn = async ({ s3, location, metadata }: Staging): Promise<void> => {
  const stored = await findObject(s3, location, AbortSignal.timeout(CLEAN_UP_TIMEOUT_MS));
  if (stored?.metadata['staging-id'] === metadata['staging-id']) await discardObject(s3, location);
};
