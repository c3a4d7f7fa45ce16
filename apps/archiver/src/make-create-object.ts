import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { makeRecordingStore } from '@recordings/recording-store';

type Store = Pick<ReturnType<typeof makeRecordingStore>, 'create'>;

const compress = promisify(gzip);

/** Makes the function that creates one object of the archive: gzip of one line of JSON for each message. */
export const makeCreateObject =
  (store: Store, bucket: string) =>
  async (key: string, lines: readonly string[], signal: AbortSignal): Promise<void> => {
    const body = await compress(lines.map((line) => `${line}\n`).join(''));
    const facts = {
      sha256: createHash('sha256').update(body).digest('hex'),
      sizeBytes: body.length,
      contentType: 'application/gzip',
    };
    const result = await store.create({ bucket, key }, [body], facts, signal);
    if (result === 'exists') throw new Error(`s3://${bucket}/${key} exists, and its key should be new`);
  };
