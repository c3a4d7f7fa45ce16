import { addAbortSignal, type Readable } from 'node:stream';
import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { ContentMismatchError, StorageUnavailableError } from './errors.ts';
import type { RecordingStore } from './recording-store.ts';
import { inStorage, storageFault } from './storage-fault.ts';

export const makeReadObject =
  (s3: S3Client): RecordingStore['read'] =>
  async ({ bucket, key }, signal) => {
    const command = new GetObjectCommand({ Bucket: bucket, Key: key });
    const answer = await inStorage(
      s3.send(command, { abortSignal: signal }).catch((error: unknown) => {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }),
      signal,
    );
    if (answer === undefined) return undefined;

    const { Body, ContentLength: sizeBytes, Metadata: metadata = {} } = answer;
    if (Body === undefined || sizeBytes === undefined) {
      throw new StorageUnavailableError(`S3 answered without the body of s3://${bucket}/${key}`);
    }
    const body = addAbortSignal(signal, Body as Readable); // On Node the SDK's body is a Readable.
    return { sizeBytes, metadata, body: wholeOf(body, sizeBytes, signal) };
  };

/** @throws {ContentMismatchError} at the end, if the number of bytes is not the announced one. */
async function* wholeOf(
  body: AsyncIterable<Uint8Array>,
  sizeBytes: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let receivedBytes = 0;
  try {
    for await (const chunk of body) {
      receivedBytes += chunk.length;
      yield chunk;
    }
  } catch (error) {
    throw storageFault(error, signal);
  }
  if (receivedBytes !== sizeBytes) {
    throw new ContentMismatchError(`expected ${sizeBytes} bytes from S3, got ${receivedBytes}`);
  }
}
