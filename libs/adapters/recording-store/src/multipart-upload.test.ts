import { crc32 } from 'node:zlib';
import { NoSuchUpload, type S3Client } from '@aws-sdk/client-s3';
import { openMultipartUpload } from './multipart-upload.ts';

type Sent = { readonly command: string; readonly input: Record<string, unknown> };

const never = new AbortController().signal;
const partOf = (text: string) => ({ bytes: Buffer.from(text), crc32: crc32(text) });
const target = { Bucket: 'b', Key: 'k', UploadId: 'u' };

/** An S3 that names each part after its number. */
const fixture = async (failing: Record<string, Error> = {}) => {
  const sent: Sent[] = [];
  const send = async (command: object & { input: Record<string, unknown> }): Promise<object> => {
    const { name } = command.constructor;
    sent.push({ command: name, input: command.input });
    if (failing[name]) throw failing[name];
    const part = { ETag: `etag-${String(command.input['PartNumber'])}`, ChecksumCRC32: 'crc' };
    return { UploadId: 'u', ...part, CopyPartResult: part };
  };
  const upload = await openMultipartUpload(
    { send } as unknown as S3Client,
    { bucket: 'b', key: 'k' },
    { contentType: 'audio/wav', metadata: { sha256: 'aa' } },
    never,
  );
  return { upload, sent };
};

describe('a multipart upload', () => {
  it('numbers its parts 1, 2, 3, whether they are sent or copied, and completes with all of them', async () => {
    const { upload, sent } = await fixture();
    await upload.sendPart(partOf('a'));
    await upload.copyPart({ CopySource: 'b/s', CopySourceIfMatch: 'e', CopySourceRange: 'bytes=0-9' });
    await upload.sendPart(partOf('c'));
    await upload.complete({ sizeBytes: 3, crc32: 'all' });
    expect(sent).toMatchObject([
      {
        command: 'CreateMultipartUploadCommand',
        input: {
          Bucket: 'b',
          Key: 'k',
          ChecksumAlgorithm: 'CRC32',
          ChecksumType: 'FULL_OBJECT',
          ContentType: 'audio/wav',
          Metadata: { sha256: 'aa' },
        },
      },
      { command: 'UploadPartCommand', input: { ...target, PartNumber: 1, ChecksumCRC32: '6Le+Qw==' } },
      {
        command: 'UploadPartCopyCommand',
        input: {
          ...target,
          PartNumber: 2,
          CopySource: 'b/s',
          CopySourceIfMatch: 'e',
          CopySourceRange: 'bytes=0-9',
        },
      },
      { command: 'UploadPartCommand', input: { ...target, PartNumber: 3 } },
      {
        command: 'CompleteMultipartUploadCommand',
        input: {
          ...target,
          MultipartUpload: {
            Parts: [1, 2, 3].map((PartNumber) => ({
              PartNumber,
              ETag: `etag-${PartNumber}`,
              ChecksumCRC32: 'crc',
            })),
          },
          MpuObjectSize: 3,
          ChecksumType: 'FULL_OBJECT',
          ChecksumCRC32: 'all',
          IfNoneMatch: '*',
        },
      },
    ]);
  });

  it('is not opened without an id', async () => {
    const s3 = { send: async () => ({}) } as unknown as S3Client;
    const object = { contentType: 'audio/wav', metadata: {} };
    const opening = openMultipartUpload(s3, { bucket: 'b', key: 'k' }, object, never);
    await expect(opening).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  });

  it('does not count a part that failed', async () => {
    const failing: Record<string, Error> = { UploadPartCommand: new Error('reset') };
    const { upload, sent } = await fixture(failing);
    await expect(upload.sendPart(partOf('a'))).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    delete failing['UploadPartCommand'];
    await upload.sendPart(partOf('a'));
    expect(sent.slice(1).map(({ input }) => input['PartNumber'])).toEqual([1, 1]);
  });

  it('leaves the error of its completion to be judged by the caller', async () => {
    const error = new Error('reset');
    const { upload } = await fixture({ CompleteMultipartUploadCommand: error });
    await expect(upload.complete({ sizeBytes: 1 })).rejects.toBe(error);
  });

  it('counts as deleted if S3 does not know it', async () => {
    const gone = new NoSuchUpload({ message: 'gone', $metadata: {} });
    const { upload, sent } = await fixture({ AbortMultipartUploadCommand: gone });
    await upload.abort();
    expect(sent.at(-1)).toEqual({ command: 'AbortMultipartUploadCommand', input: target });
  });

  it('reports a deletion that failed', async () => {
    const { upload } = await fixture({ AbortMultipartUploadCommand: new Error('reset') });
    await expect(upload.abort()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  });
});
