import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type ProvisionedAws, startProvisionedAws } from '../src/index.ts';

const Bucket = 'test-recordings-sales';
const contenders = Array.from({ length: 20 }, (_, index) => index);

/** `fulfilled` once and PreconditionFailed for all others. */
const expectOneWinner = (results: PromiseSettledResult<unknown>[]): number => {
  const losers = results.filter((result) => result.status === 'rejected');
  expect(losers.map(({ reason }) => (reason as Error).name)).toEqual(losers.map(() => 'PreconditionFailed'));
  expect(losers).toHaveLength(results.length - 1);
  return results.findIndex((result) => result.status === 'fulfilled');
};

describe('conditional writes', () => {
  let local: ProvisionedAws;
  let s3: S3Client;

  beforeAll(async () => {
    local = await startProvisionedAws();
    s3 = local.clients.s3;
  });
  afterAll(() => local.stop());

  const put = (Key: string, Body: string, IfNoneMatch?: string) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body, IfNoneMatch }));

  const read = async (Key: string): Promise<string | undefined> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return Body?.transformToString();
  };

  const upload = async (Key: string, body: string) => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const { ETag } = await s3.send(
      new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: body }),
    );
    return (IfNoneMatch?: string) =>
      s3.send(
        new CompleteMultipartUploadCommand({
          Bucket,
          Key,
          UploadId,
          IfNoneMatch,
          MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
        }),
      );
  };

  it('answers 412 to a put on an existing key, and keeps its object', async () => {
    await put('calls/put', 'first', '*');
    await expect(put('calls/put', 'second', '*')).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412, attempts: 1 },
    });
    expect(await read('calls/put')).toBe('first');
  });

  it('replaces an object with the ETag that is named, and answers 412 or 404 if there is another or none', async () => {
    const replace = (Key: string, Body: string, IfMatch?: string) =>
      s3.send(new PutObjectCommand({ Bucket, Key, Body, IfMatch }));
    const { ETag } = await put('calls/match', 'first');
    await replace('calls/match', 'second', ETag);
    await expect(replace('calls/match', 'third', ETag)).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(replace('calls/none', 'first', ETag)).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await read('calls/match')).toBe('second');
  });

  it('replaces an object by a put without the condition', async () => {
    await put('calls/plain', 'first', '*');
    await put('calls/plain', 'second');
    expect(await read('calls/plain')).toBe('second');
  });

  it('answers 412 to a body that is larger than the socket buffers', async () => {
    await put('calls/large', 'first', '*');
    await expect(put('calls/large', 'x'.repeat(9 * 1_048_576), '*')).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
  });

  it('answers 412 to a completed upload on an existing key, and keeps its object', async () => {
    const complete = await upload('calls/multipart', 'late');
    await put('calls/multipart', 'first', '*');
    await expect(complete('*')).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(await read('calls/multipart')).toBe('first');
  });

  it('answers 412 to a copy to an existing key', async () => {
    await put('calls/source', 'source');
    const copy = () =>
      s3.send(
        new CopyObjectCommand({
          Bucket,
          Key: 'calls/copy',
          CopySource: `${Bucket}/calls/source`,
          IfNoneMatch: '*',
        }),
      );
    await copy();
    await expect(copy()).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  it('answers NoSuchBucket, not 412, where the bucket is missing', async () => {
    await expect(
      s3.send(new PutObjectCommand({ Bucket: 'test-absent', Key: 'k', Body: 'x', IfNoneMatch: '*' })),
    ).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  it.each(['calls/together', 'calls/ñ 1+1=2/%41'])(
    'has one winner among 20 puts at once on %s',
    async (key) => {
      const winner = expectOneWinner(
        await Promise.allSettled(contenders.map((index) => put(key, `body ${index}`, '*'))),
      );
      expect(await read(key)).toBe(`body ${winner}`);
    },
  );

  it('has one winner among 20 completed uploads at once', async () => {
    const completions = await Promise.all(contenders.map((index) => upload('calls/race', `body ${index}`)));
    const winner = expectOneWinner(await Promise.allSettled(completions.map((complete) => complete('*'))));
    expect(await read('calls/race')).toBe(`body ${winner}`);
  });

  it('has one winner among puts and completed uploads at once', async () => {
    const completions = await Promise.all(contenders.map((index) => upload('calls/mixed', `body ${index}`)));
    expectOneWinner(
      await Promise.allSettled(
        completions.flatMap((complete, index) => [complete('*'), put('calls/mixed', `put ${index}`, '*')]),
      ),
    );
  });

  it('has one winner among puts whose bodies arrive after all requests were accepted', async () => {
    const endpoint = local.aws.environment.AWS_ENDPOINT_URL_S3!;
    const puts = await Promise.all(
      contenders.map(async (index) => {
        const put = request(`${endpoint}/${Bucket}/calls/slow`, {
          method: 'PUT',
          headers: { 'if-none-match': '*', expect: '100-continue', 'content-length': 8 },
        });
        put.flushHeaders();
        await once(put, 'continue');
        put.write(String(index).padStart(4));
        return put;
      }),
    );
    const statuses = await Promise.all(
      puts.map(async (put) => {
        const answered = once(put, 'response') as Promise<[IncomingMessage]>;
        put.end('body');
        const [response] = await answered;
        response.resume();
        return response.statusCode;
      }),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412)).toHaveLength(contenders.length - 1);
    expect(await read('calls/slow')).toBe(`${String(statuses.indexOf(200)).padStart(4)}body`);
  });

  it('still answers after clients hung up before their answer', async () => {
    const impatient = contenders.map(async (index) => {
      const client = new S3Client(local.aws.clientConfig.s3);
      const body = Buffer.alloc(4 * 1_048_576, index);
      const abortSignal = AbortSignal.timeout(5);
      await client
        .send(new PutObjectCommand({ Bucket, Key: 'calls/hung', Body: body, IfNoneMatch: '*' }), {
          abortSignal,
        })
        .catch(() => undefined);
      client.destroy();
    });
    await Promise.all(impatient);

    await put('calls/hung', 'patient', '*').catch(() => undefined);
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'calls/hung' }))).resolves.toBeDefined();
  });
});
