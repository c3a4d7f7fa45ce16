import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import {
  auditBucket,
  bucketNames,
  physicalName,
  quarantineBucket,
  recordingsBucket,
  UNASSIGNED_LINE_OF_BUSINESS,
} from '@recordings/topology';

export const lookAtObjects = (s3: S3Client, prefix: string, linesOfBusiness: readonly string[]) => {
  const named = (bucket: string): string => physicalName(prefix, bucket);
  const finalBuckets = bucketNames(linesOfBusiness).filter((name) =>
    [...linesOfBusiness, UNASSIGNED_LINE_OF_BUSINESS].some((line) => name === recordingsBucket(line)),
  );
  return {
    /** SHA-256 (hex) of each final object whose key this is, in any bucket. */
    finalHashes: async (key: string): Promise<string[]> => {
      const found = finalBuckets.map(async (bucket) => {
        const keys = await listKeys(s3, named(bucket), key);
        return Promise.all(keys.filter((one) => one === key).map(() => readBytes(s3, named(bucket), key)));
      });
      return (await Promise.all(found))
        .flat()
        .map((bytes) => createHash('sha256').update(bytes).digest('hex'));
    },
    /** SHA-256 (hex) in the keys of the bytes in quarantine, beside each of which its reason is. */
    quarantinedHashes: async (): Promise<ReadonlySet<string>> => {
      const keys = await listKeys(s3, named(quarantineBucket), 'recordings/');
      return new Set(keys.filter((key) => keys.includes(`${key}.json`)).map((key) => key.split('/').at(-1)!));
    },
    readArchive: makeReadArchive(s3, named(auditBucket)),
  };
};

type ArchivedLine = {
  readonly callId?: string;
  readonly revision?: number;
  readonly event?: { readonly callId: string; readonly eventType: string };
};

/** Reads each object of the archive once. @returns `{callId} {revision}` of each archived change, `{callId} {eventType}` of each event. */
const makeReadArchive = (s3: S3Client, bucket: string) => {
  const read = new Set<string>();
  const archived = new Set<string>();
  return async (): Promise<ReadonlySet<string>> => {
    const keys = (await listKeys(s3, bucket, 'calls/')).filter((key) => !read.has(key));
    for (const key of keys) {
      const text = gunzipSync(await readBytes(s3, bucket, key)).toString();
      for (const line of text.trimEnd().split('\n')) {
        const { callId, revision, event } = JSON.parse(line) as ArchivedLine;
        archived.add(event ? `${event.callId} ${event.eventType}` : `${callId} ${revision}`);
      }
      read.add(key);
    }
    return archived;
  };
};

const listKeys = async (client: S3Client, Bucket: string, Prefix?: string): Promise<string[]> => {
  const found: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix }))
    found.push(...Contents.map(({ Key }) => Key!));
  return found;
};

const readBytes = async (s3: S3Client, Bucket: string, Key: string): Promise<Uint8Array> => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return Body!.transformToByteArray();
};
