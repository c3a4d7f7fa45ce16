import { GetObjectCommand, ListMultipartUploadsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { ProvisionedAws } from '@recordings/local-aws';
import { bucketNames, physicalName, quarantineBucket } from '@recordings/topology';

/** What stands in S3, by the suffix of the bucket. */
export type Buckets = {
  /** `{bucket}/{key}` of every final object. */
  finalObjects(): Promise<string[]>;
  quarantinedKeys(): Promise<string[]>;
  openUploads(): Promise<number>;
  bytesAt(bucket: string, key: string): Promise<Buffer>;
};

const recordingBuckets = bucketNames(['sales', 'claims']).filter((name) => name.startsWith('recordings-'));

export const lookAt = ({ clients: { s3 }, prefix }: ProvisionedAws): Buckets => {
  const keysIn = async (bucket: string): Promise<string[]> => {
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: physicalName(prefix, bucket) }),
    );
    return Contents.map(({ Key }) => Key!);
  };
  return {
    finalObjects: async () => {
      const found = recordingBuckets.map(async (bucket) =>
        (await keysIn(bucket)).map((key) => `${bucket}/${key}`),
      );
      return (await Promise.all(found)).flat();
    },
    quarantinedKeys: () => keysIn(quarantineBucket),
    openUploads: async () => {
      const Bucket = physicalName(prefix, quarantineBucket);
      const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
      return Uploads.length;
    },
    bytesAt: async (bucket, Key) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: physicalName(prefix, bucket), Key }));
      return Buffer.from(await Body!.transformToByteArray());
    },
  };
};
