import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { physicalName, recordingsBucket } from '@recordings/topology';
import { type ProvisionedAws, startProvisionedAws } from '../src/index.ts';

const MIB = 1_048_576;

describe('objects', () => {
  let local: ProvisionedAws;
  let s3: S3Client;
  let Bucket: string;

  beforeAll(async () => {
    local = await startProvisionedAws();
    Bucket = physicalName(local.prefix, recordingsBucket('support'));
    s3 = local.clients.s3;
  });
  afterAll(() => local.stop());

  const bytesOf = async (Key: string, Range?: string): Promise<Uint8Array | undefined> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, Range }));
    return Body?.transformToByteArray();
  };

  it('are made of the parts of a multipart upload, in order, with metadata and type', async () => {
    const target = { Bucket, Key: 'multipart' };
    const { UploadId } = await s3.send(
      new CreateMultipartUploadCommand({ ...target, ContentType: 'audio/wav', Metadata: { sha256: 'abc' } }),
    );
    const bodies = [Buffer.alloc(5 * MIB, 1), Buffer.alloc(7, 2)];
    const Parts = await Promise.all(
      bodies.map(async (Body, index) => {
        const PartNumber = index + 1;
        const { ETag } = await s3.send(new UploadPartCommand({ ...target, UploadId, PartNumber, Body }));
        return { PartNumber, ETag };
      }),
    );
    await s3.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));

    expect(Buffer.concat(bodies).equals((await bytesOf('multipart'))!)).toBe(true);
    expect(await s3.send(new HeadObjectCommand(target))).toMatchObject({
      ContentLength: 5 * MIB + 7,
      ContentType: 'audio/wav',
      Metadata: { sha256: 'abc' },
    });
  });

  it('are copied by the server, whole and by ranges', async () => {
    const source = Buffer.alloc(6 * MIB, 'source');
    await s3.send(new PutObjectCommand({ Bucket, Key: 'source', Body: source }));
    const target = { Bucket, Key: 'copied' };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(target));
    const ranges = [`bytes=0-${5 * MIB - 1}`, `bytes=${5 * MIB}-${6 * MIB - 1}`];
    const Parts = await Promise.all(
      ranges.map(async (CopySourceRange, index) => {
        const part = { ...target, UploadId, PartNumber: index + 1, CopySource: `${Bucket}/source` };
        const { CopyPartResult } = await s3.send(new UploadPartCopyCommand({ ...part, CopySourceRange }));
        return { PartNumber: index + 1, ETag: CopyPartResult?.ETag };
      }),
    );
    await s3.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));
    expect(source.equals((await bytesOf('copied'))!)).toBe(true);
  });

  it('are read by range', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'ranged', Body: '0123456789' }));
    expect(Buffer.from((await bytesOf('ranged', 'bytes=2-4'))!).toString()).toBe('234');
    expect(Buffer.from((await bytesOf('ranged', 'bytes=7-'))!).toString()).toBe('789');
  });

  it('that are missing answer NoSuchKey', async () => {
    await expect(bytesOf('absent')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'absent' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });
});
