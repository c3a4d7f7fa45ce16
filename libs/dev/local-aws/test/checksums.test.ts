import { createHash } from 'node:crypto';
import { CreateBucketCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { makeAwsClients, startLocalAws } from '../src/index.ts';

describe('checksums of the embedded S3', () => {
  const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64');
  let aws: Awaited<ReturnType<typeof startLocalAws>>;
  let s3: ReturnType<typeof makeAwsClients>['s3'];

  beforeAll(async () => {
    aws = await startLocalAws({ port: 0 });
    s3 = makeAwsClients(aws.clientConfig).s3;
    await s3.send(new CreateBucketCommand({ Bucket: 'checked' }));
  });
  afterAll(() => aws.stop());

  const put = (Key: string, Body: string, ChecksumSHA256: string) =>
    s3.send(new PutObjectCommand({ Bucket: 'checked', Key, Body, ChecksumSHA256 }));

  it('stores bytes that have the given SHA-256, and gives it back', async () => {
    expect(await put('good', 'bytes', hashOf('bytes'))).toMatchObject({ ChecksumSHA256: hashOf('bytes') });
  });

  it('refuses bytes that do not have the given SHA-256', async () => {
    await expect(put('bad', 'bytes', hashOf('others'))).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(s3.send(new HeadObjectCommand({ Bucket: 'checked', Key: 'bad' }))).rejects.toThrow();
  });
});
