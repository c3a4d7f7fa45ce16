import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';
import { findSignatureFault, startServer, type TestServer } from '@recordings/test-kit';
import { makeSignedHttp } from '../src/index.ts';

type Seen = Pick<IncomingMessage, 'method' | 'url' | 'headers'> & { readonly body: Buffer };

const SECRET = 'a-secret-of-tests';
const limits = { connectionTimeoutMs: 20_000, silenceTimeoutMs: 20_000, maxConnections: 2 };
const sha256Of = (body: string | Buffer): string => createHash('sha256').update(body).digest('hex');

describe('makeSignedHttp', () => {
  const seen: Seen[] = [];
  let server: TestServer;
  let answer: { status: number; body?: string } = { status: 200 };

  beforeAll(async () => {
    server = await startServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method, url, headers } = request;
        seen.push({ method, url, headers, body: Buffer.concat(chunks) });
        if (answer.body === undefined) return;
        response.writeHead(answer.status, { 'x-amz-checksum-sha256': 'abc' }).end(answer.body);
      });
    });
  });
  beforeEach(() => {
    seen.length = 0;
    answer = { status: 200, body: '{}' };
  });
  afterAll(() => server.stop());

  const senderOf = (service: string, sessionToken?: string, silenceTimeoutMs = limits.silenceTimeoutMs) => {
    const credentials = { accessKeyId: 'AKTEST', secretAccessKey: SECRET, sessionToken };
    const { config } = new S3Client({ region: 'eu-west-1', credentials });
    return makeSignedHttp({ ...limits, silenceTimeoutMs })({
      service,
      region: config.region,
      credentials: config.credentials,
    });
  };
  const post = (body: string, sessionToken?: string, silenceTimeoutMs?: number) =>
    senderOf(
      'dynamodb',
      sessionToken,
      silenceTimeoutMs,
    )({
      method: 'POST',
      url: new URL(`${server.url}/`),
      headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem', 'x-amz-content-sha256': sha256Of(body) },
      body,
    });
  const faultOf = ({ body, ...request }: Seen): string | undefined =>
    findSignatureFault(request, body, SECRET);

  it('sends a request whose signature and body an independent check accepts', async () => {
    expect(await post('{"a":"ü"}')).toMatchObject({ status: 200, body: '{}' });
    expect(seen.map(faultOf)).toEqual([undefined]);
    expect(seen[0]!.body.toString()).toBe('{"a":"ü"}');
  });

  it('signs the session token of temporary credentials', async () => {
    await post('{}', 'token-of-a-task');
    expect(seen[0]!.headers['x-amz-security-token']).toBe('token-of-a-task');
    expect(faultOf(seen[0]!)).toBeUndefined();
  });

  it.each(['/bucket/acme/call-1', '/bucket/a%20b/%C3%BC%2Bx%3D%27', '/bucket/a//b'])(
    'sends chunks to %s of S3 in order, with the path, query and metadata signed',
    async (path) => {
      const chunks = [Buffer.from('RIFF'), Buffer.alloc(0), Buffer.alloc(200_000, 7), Buffer.from('end')];
      const body = Buffer.concat(chunks);
      const sent = await senderOf('s3')({
        method: 'PUT',
        url: new URL(`${server.url}${path}`),
        query: { partNumber: '1', uploadId: 'u~1' },
        headers: {
          'content-length': String(body.length),
          'x-amz-content-sha256': sha256Of(body),
          'x-amz-meta-call-id': 'c-1',
        },
        body: chunks,
      });
      expect(sent.headers).toMatchObject({ 'x-amz-checksum-sha256': 'abc' });
      expect(seen[0]!.body.equals(body)).toBe(true);
      expect(seen[0]!.url).toBe(`${path}?partNumber=1&uploadId=u%7E1`);
      expect(faultOf(seen[0]!)).toBeUndefined();
    },
  );

  it('gives the status and body of a refusal', async () => {
    answer = { status: 400, body: '{"__type":"x"}' };
    expect(await post('{}')).toMatchObject({ status: 400, body: '{"__type":"x"}' });
  });

  it('rejects if the server stays silent, and if nothing listens', async () => {
    answer = { status: 200 };
    await expect(post('{}', undefined, 100)).rejects.toThrow();
    const url = new URL('http://127.0.0.1:1/');
    const headers = { 'x-amz-content-sha256': sha256Of('') };
    await expect(senderOf('s3')({ method: 'PUT', url, headers, body: '' })).rejects.toThrow();
  });

  it('rejects with the reason of an aborted signal', async () => {
    answer = { status: 200 };
    const stop = new AbortController();
    const headers = { 'x-amz-content-sha256': sha256Of('') };
    const url = new URL(`${server.url}/`);
    const sending = senderOf('s3')({ method: 'PUT', url, headers, body: '', signal: stop.signal });
    stop.abort(new Error('shutting down'));
    await expect(sending).rejects.toThrow('shutting down');
  });
});

describe('findSignatureFault', () => {
  it.each([
    ['another body', { body: Buffer.from('other') }, 'the body does not have the signed hash'],
    ['another path', { url: '/other' }, 'the signature is wrong'],
    ['another method', { method: 'DELETE' }, 'the signature is wrong'],
  ])('finds %s', async (_, change, fault) => {
    const seen: Seen[] = [];
    const server = await startServer(({ method, url, headers }, response) => {
      seen.push({ method, url, headers, body: Buffer.from('{}') });
      response.end();
    });
    const { config } = new S3Client({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'a', secretAccessKey: SECRET },
    });
    const { region, credentials } = config;
    await makeSignedHttp(limits)({ service: 's3', region, credentials })({
      method: 'POST',
      url: new URL(`${server.url}/`),
      headers: { 'x-amz-content-sha256': sha256Of('{}') },
      body: '{}',
    });
    await server.stop();
    const { body, ...request } = { ...seen[0]!, ...change };
    expect(findSignatureFault(request, body, SECRET)).toBe(fault);
    expect(findSignatureFault(request, body, 'another secret')).toBeDefined();
  });
});
