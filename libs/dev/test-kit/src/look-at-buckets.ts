import {
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import { bucketNames, physicalName, quarantineBucket } from '@recordings/topology';

/** The content of S3, by the names of the topology. */
export type Buckets = {
  /** `{bucket}/{key}` of every final object. */
  finalObjects(): Promise<string[]>;
  quarantinedKeys(): Promise<string[]>;
  openUploads(): Promise<number>;
  bytesAt(bucket: string, key: string): Promise<Buffer>;
};

export const lookAtBuckets = (s3: S3Client, prefix: string, linesOfBusiness: readonly string[]): Buckets => {
  const recordingBuckets = bucketNames(linesOfBusiness).filter((name) => name.startsWith('recordings-'));
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
