import { createHash } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { type ProvisionedAws, startProvisionedAws } from '@recordings/local-aws';
import { physicalName, quarantineBucket, recordingsBucket } from '@recordings/topology';
import { z } from 'zod';
import { makeRecordingStore } from '../src/make-recording-store.ts';
import type { ObjectFacts, ObjectLocation } from '../src/recording-store.ts';
import { checkS3Config, type S3Config, s3Config } from '../src/s3-config.ts';

export const MIB = 1_048_576;

export const never = new AbortController().signal;

/** Bytes that differ at every position a part could be cut at, so that a swapped part shows. */
export const audioOf = (sizeBytes: number, seed = 1): Buffer => {
  const words = new Uint32Array(Math.ceil(sizeBytes / 4));
  for (let index = 0; index < words.length; index += 1)
    words[index] = Math.imul(index + 1, 2_654_435_761) + seed;
  return Buffer.from(words.buffer, 0, sizeBytes);
};

export const factsOf = (bytes: Uint8Array): ObjectFacts => ({
  sha256: createHash('sha256').update(bytes).digest('hex'),
  sizeBytes: bytes.length,
  contentType: 'audio/wav',
  metadata: { 'call-id': 'c-1' },
});

/**
 * The code of a staged upload whose bytes are not those of its checksum. The embedded S3 stores them, and the store finds
 * the mismatch. AWS and LocalStack refuse them.
 */
export const alteredBytesCode =
  process.env['LOCAL_AWS_ENDPOINT'] === undefined ? 'STORAGE_CONTENT_MISMATCH' : 'STORAGE_UNAVAILABLE';

/** The store on an embedded S3, and ways to look behind it. */
export const startStore = async () => {
  const local = await startProvisionedAws();
  const { s3 } = local.clients;
  const quarantine = physicalName(local.prefix, quarantineBucket);
  const bucket = physicalName(local.prefix, recordingsBucket('sales'));

  return {
    local,
    s3,
    bucket,
    quarantine,
    store: makeRecordingStore({ s3, quarantineBucket: quarantine }),
    bytesAt: async (location: ObjectLocation): Promise<Buffer> => {
      const get = new GetObjectCommand({ Bucket: location.bucket, Key: location.key });
      const { Body } = await s3.send(get);
      return Buffer.from(await Body!.transformToByteArray());
    },
    headOf: ({ bucket: Bucket, key: Key }: ObjectLocation) => s3.send(new HeadObjectCommand({ Bucket, Key })),
    keysIn: async (Bucket: string): Promise<string[]> => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
      return Contents.map(({ Key }) => Key!);
    },
    stop: () => local.stop(),
  };
};

export type StoreFixture = Awaited<ReturnType<typeof startStore>>;

/** The configuration of a service whose environment has these variables. */
export const s3Settings = (environment: Readonly<Record<string, string>> = {}): S3Config =>
  z.object(s3Config).superRefine(checkS3Config).parse(environment);

type Send = (args: { readonly input: object }) => Promise<unknown>;

/** Runs between the caller and S3: may change the request, keep it, or change or lose its answer. */
export type Interfere = (send: Send, args: { readonly input: Record<string, unknown> }) => Promise<unknown>;

/** `initialize`: once a call; `finalizeRequest`: once an attempt, so that the SDK's own repetition takes part. */
export type Step = 'initialize' | 'finalizeRequest';

/** A client of the same S3 whose requests of one kind go through `interfere`. */
export const interferedClient = (
  { aws }: ProvisionedAws,
  commandName: string,
  interfere: Interfere,
  step: Step = 'initialize',
): S3Client => {
  const client = new S3Client(aws.clientConfig.s3);
  client.middlewareStack.add(
    ((next: Send, context: { commandName?: string }): Send =>
      (args) =>
        context.commandName === commandName
          ? interfere(next, args as Parameters<Interfere>[1])
          : next(args)) as never,
    { step: step as 'initialize', priority: 'low' },
  );
  return client;
};
