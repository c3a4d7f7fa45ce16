import { createHash } from 'node:crypto';
import { GetObjectCommand, NoSuchKey, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { makeRecordingStore, makeS3Client } from '@recordings/recording-store';
import { physicalName, quarantineBucket } from '@recordings/topology';
import type { Config } from '../config.ts';

/** JSON objects of a bucket. Each is created once and never changed. */
export type JsonObjects = {
  /** @returns `exists` if the key has an object already, which was not changed. */
  readonly create: (key: string, content: object) => Promise<'created' | 'exists'>;
  /** @returns undefined if there is no such object, or it is no JSON. */
  readonly read: (key: string) => Promise<unknown>;
  /** Objects whose keys begin with the prefix, in the order of their keys. */
  readonly list: (prefix: string) => Promise<readonly ListedObject[]>;
};

/** `at`: when it was created. */
type ListedObject = { readonly key: string; readonly at: string };

const LONGEST_REQUEST_MS = 60_000;

/** @param bucket its suffix, as the topology names it. */
export const openJsonObjects = (config: Config, bucket: string): JsonObjects => {
  const s3 = makeS3Client(config);
  const Bucket = physicalName(config.RESOURCE_PREFIX, bucket);
  const store = makeRecordingStore({
    s3,
    quarantineBucket: physicalName(config.RESOURCE_PREFIX, quarantineBucket),
  });
  return {
    create: (key, content) => {
      const body = Buffer.from(`${JSON.stringify(content, null, 2)}\n`);
      const facts = {
        sizeBytes: body.length,
        sha256: createHash('sha256').update(body).digest('hex'),
        contentType: 'application/json',
      };
      return store.create({ bucket: Bucket, key }, [body], facts, AbortSignal.timeout(LONGEST_REQUEST_MS));
    },
    read: async (Key) => {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        return JSON.parse((await Body?.transformToString()) ?? 'null') as unknown;
      } catch (error) {
        if (error instanceof NoSuchKey || error instanceof SyntaxError) return undefined;
        throw error;
      }
    },
    list: (prefix) => listAll(s3, Bucket, prefix),
  };
};

const listAll = async (
  s3: ReturnType<typeof makeS3Client>,
  Bucket: string,
  Prefix: string,
): Promise<ListedObject[]> => {
  const found: ListedObject[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix })) {
    for (const { Key, LastModified } of Contents) {
      if (Key !== undefined) found.push({ key: Key, at: LastModified?.toISOString() ?? '' });
    }
  }
  return found;
};
