import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type ProvisionedAws, startProvisionedAws } from '@recordings/local-aws';
import { makeRecordingStore } from '@recordings/recording-store';
import { waitUntil } from '@recordings/test-kit';
import { physicalName, quarantineBucket, recordingsBucket } from '@recordings/topology';

describe('objects', () => {
  let local: ProvisionedAws;
  let Bucket: string;

  beforeAll(async () => {
    local = await startProvisionedAws();
    Bucket = physicalName(local.prefix, recordingsBucket('sales'));
  });
  afterAll(() => local.stop());

  const put = (Key: string, options: object = {}) =>
    local.clients.s3.send(new PutObjectCommand({ Bucket, Key, Body: 'first', ...options }));

  const textAt = async (Key: string): Promise<string | undefined> => {
    const { Body } = await local.clients.s3.send(new GetObjectCommand({ Bucket, Key }));
    return Body?.transformToString();
  };

  it('refuses to put an object at a key that has one', async () => {
    await put('taken', { IfNoneMatch: '*' });
    const again = put('taken', { IfNoneMatch: '*', Body: 'second' });
    await expect(again).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(await textAt('taken')).toBe('first');
  });

  it('refuses to complete a multipart upload at a key that has an object', async () => {
    const target = { Bucket, Key: 'completed' };
    const { s3 } = local.clients;
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(target));
    const part = { ...target, UploadId, PartNumber: 1, Body: 'second' };
    const { ETag } = await s3.send(new UploadPartCommand(part));
    await put('completed');
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    const complete = s3.send(
      new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload, IfNoneMatch: '*' }),
    );
    await expect(complete).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(await textAt('completed')).toBe('first');
  });

  it('refuses bytes that do not have the checksum sent with them', async () => {
    const ofOtherBytes = Buffer.alloc(32, 1).toString('base64');
    const wrong = put('wrong', { ChecksumAlgorithm: 'SHA256', ChecksumSHA256: ofOtherBytes });
    await expect(wrong).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    await expect(textAt('wrong')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('serves a presigned link until it expires, and only for the object that was signed', async () => {
    await put('linked');
    const store = makeRecordingStore({
      s3: local.clients.s3,
      quarantineBucket: physicalName(local.prefix, quarantineBucket),
    });
    const url = await store.presignGet({ bucket: Bucket, key: 'linked' }, 4);
    const statusOf = async (link: string): Promise<number> => (await fetch(link)).status;
    expect(await statusOf(url)).toBe(200);
    await put('other');
    expect(await statusOf(url.replace('/linked', '/other'))).toBe(403);
    await waitUntil('the link has expired', async () => (await statusOf(url)) === 403, 30);
  });
});
