import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
} from '@aws-sdk/client-s3';
import { makeAwsClients, startLocalAws } from '../src/index.ts';

describe('the embedded S3', () => {
  it('lists the open multipart uploads of a bucket', async () => {
    const aws = await startLocalAws({ port: 0 });
    const { s3, ...others } = makeAwsClients(aws.clientConfig);
    const uploadsIn = async (Bucket: string): Promise<(string | undefined)[]> =>
      ((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? []).map(({ Key }) => Key);
    try {
      for (const Bucket of ['one', 'one-more']) await s3.send(new CreateBucketCommand({ Bucket }));
      const target = { Bucket: 'one', Key: 'folder/object' };
      const { UploadId } = await s3.send(new CreateMultipartUploadCommand(target));
      expect(await uploadsIn('one')).toEqual(['folder/object']);
      expect(await uploadsIn('one-more')).toEqual([]);
      await s3.send(new AbortMultipartUploadCommand({ ...target, UploadId }));
      expect(await uploadsIn('one')).toEqual([]);
    } finally {
      for (const client of [s3, ...Object.values(others)]) client.destroy();
      await aws.stop();
    }
  });
});
