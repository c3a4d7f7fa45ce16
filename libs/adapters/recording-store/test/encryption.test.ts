import { CopyObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { TestServer } from '@recordings/test-kit';
import { makeRecordingStore } from '../src/make-recording-store.ts';
import { makeS3Client, S3_LIMITS } from '../src/make-s3-client.ts';
import { type SeenRequest, startRecordingProxy } from './recording-proxy.ts';
import { audioOf, factsOf, MIB, never, type StoreFixture, s3Settings, startStore } from './store-fixture.ts';

const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const ALL_OPERATIONS = [
  'AbortMultipartUpload',
  'CompleteMultipartUpload',
  'CopyObject',
  'CreateMultipartUpload',
  'DeleteObject',
  'GET',
  'HEAD',
  'PutObject',
  'UploadPart',
  'UploadPartCopy',
];
const WRITES = ['CopyObject', 'CreateMultipartUpload', 'PutObject'];

describe('the encryption of writes', () => {
  let fixture: StoreFixture;
  let proxy: TestServer & { readonly seen: SeenRequest[] };

  beforeAll(async () => {
    fixture = await startStore();
    proxy = await startRecordingProxy(String(fixture.local.aws.environment.AWS_ENDPOINT_URL_S3));
  });
  afterAll(async () => {
    await proxy.stop();
    await fixture.stop();
  });

  const clientWith = (environment: Record<string, string>): S3Client =>
    makeS3Client(s3Settings({ S3_FORCE_PATH_STYLE: 'true', ...environment }), S3_LIMITS, {
      ...fixture.local.aws.clientConfig.s3,
      endpoint: proxy.url,
    });

  let runs = 0;

  /** Uses every function of the store, and two commands that another service could send with the same client. */
  const useAll = async (s3: S3Client): Promise<string> => {
    const store = makeRecordingStore({ s3, quarantineBucket: fixture.quarantine });
    const at = (key: string) => ({ bucket: fixture.bucket, key: `${runs}/${key}` });
    runs += 1;
    const staged = `incoming/${runs}`;
    const audio = audioOf(9 * MIB);
    const upload = await store.stage(staged, { contentType: 'audio/wav' }, never);
    await upload.write(audio);
    await upload.finish();
    const aborted = await store.stage(`${staged}-aborted`, { contentType: 'audio/wav' }, never);
    await aborted.abort();
    await store.promote(staged, at('large'), factsOf(audio), never);
    await store.quarantineStaged(staged, `recordings/${runs}`, factsOf(audio), never);
    await store.explainQuarantined(`recordings/${runs}`, {}, never);
    await store.discard(staged);
    await store.create(at('small'), [audio.subarray(0, 9)], factsOf(audio.subarray(0, 9)), never);
    await store.quarantine(`events/${runs}`, [audio.subarray(0, 9)], {}, never);
    const read = await store.read(at('large'), never);
    for await (const _ of read!.body) void _;
    const other = { Bucket: fixture.bucket, Key: at('other').key };
    await s3.send(new PutObjectCommand({ ...other, Body: '{}' }));
    await s3.send(
      new CopyObjectCommand({
        ...other,
        CopySource: `${other.Bucket}/${other.Key}`,
        Key: `${other.Key}-copy`,
      }),
    );
    return store.presignGet(at('large'), 60);
  };

  const encryptionOf = ({ headers }: SeenRequest): Record<string, unknown> =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => name.includes('-encryption')));

  const KMS = {
    'x-amz-server-side-encryption': 'aws:kms',
    'x-amz-server-side-encryption-aws-kms-key-id': KEY,
  };
  const cases: [string, Record<string, string>, object][] = [
    ['none', {}, {}],
    ['AES256', { S3_SSE: 'AES256' }, { 'x-amz-server-side-encryption': 'AES256' }],
    [
      'aws:kms',
      { S3_SSE: 'aws:kms', S3_KMS_KEY_ID: KEY },
      { ...KMS, 'x-amz-server-side-encryption-bucket-key-enabled': 'true' },
    ],
    [
      'aws:kms without a bucket key',
      { S3_SSE: 'aws:kms', S3_KMS_KEY_ID: KEY, S3_BUCKET_KEY: 'false' },
      { ...KMS, 'x-amz-server-side-encryption-bucket-key-enabled': 'false' },
    ],
  ];
  it.each(cases)(
    'is asked for in every request that makes an object, and in no other: %s',
    async (_, environment, headers) => {
      proxy.seen.splice(0);
      const link = await useAll(clientWith(environment));
      expect([...new Set(proxy.seen.map(({ operation }) => operation))].sort()).toEqual(ALL_OPERATIONS);
      for (const request of proxy.seen) {
        const expected = WRITES.includes(request.operation) ? headers : {};
        expect({ operation: request.operation, encryption: encryptionOf(request) }).toEqual({
          operation: request.operation,
          encryption: expected,
        });
      }
      expect(link).not.toContain('encryption');
    },
  );
});

describe('the addresses of S3', () => {
  it.each([
    ['in the host name', {}, 'sales.s3.eu-west-1.amazonaws.com', '/a/b'],
    [
      'in the path, if configured',
      { S3_FORCE_PATH_STYLE: 'true' },
      's3.eu-west-1.amazonaws.com',
      '/sales/a/b',
    ],
  ])('name the bucket %s', async (_, environment, host, pathname) => {
    const s3 = makeS3Client(s3Settings(environment), S3_LIMITS, {
      region: 'eu-west-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    const { presignGet } = makeRecordingStore({ s3, quarantineBucket: 'quarantine' });
    expect(new URL(await presignGet({ bucket: 'sales', key: 'a/b' }, 60))).toMatchObject({ host, pathname });
  });
});
