import { makeS3Client, type RecordingStore } from '@recordings/recording-store';
import { makeQueueStores } from './make-queue-stores.ts';

const never = new AbortController().signal;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** An S3 that opens every upload. */
const makeStores = (places: number) => {
  const s3 = makeS3Client({ S3_SSE: 'none', S3_BUCKET_KEY: true, S3_FORCE_PATH_STYLE: true });
  Object.assign(s3, { send: async () => ({ UploadId: 'upload' }) });
  return makeQueueStores({ s3, quarantineBucket: 'quarantine' }, places);
};

/** Begins a part in each of so many uploads. @returns how many of them got memory. */
const begin = async (store: RecordingStore, uploads: number): Promise<number> => {
  let begun = 0;
  for (let number = 0; number < uploads; number += 1) {
    const upload = await store.stage(`incoming/${number}`, { contentType: 'audio/wav' }, never);
    upload.write(Buffer.from('a')).then(
      () => {
        begun += 1;
      },
      () => undefined,
    );
  }
  await turn();
  return begun;
};

describe('makeQueueStores', () => {
  it.each([
    [2, 1, 1],
    [4, 3, 1],
    [8, 6, 2],
    [100, 75, 25],
  ])(
    'keeps of %i places %i for the usual downloads and %i for the urgent ones',
    async (all, usual, urgent) => {
      const stores = makeStores(all);
      expect(await begin(stores.usual, all + 1)).toBe(usual);
      expect(await begin(stores.urgent, all + 1)).toBe(urgent);
    },
  );
});
