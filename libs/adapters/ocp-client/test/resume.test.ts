import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { OcpContractError, OcpTimeoutError, OcpTruncatedError } from '@recordings/reconciliation';
import { sha256Of, waitUntil, wavOf } from '@recordings/test-kit';
import { MAX_RESUMES, MIN_PROGRESS_BYTES } from '../src/file/read-resumed.ts';
import { caught, type Fixture, makeClient, never, readAll, startClient } from './client-fixture.ts';
import { type Answer, status } from './ocp-server.ts';

const AUDIO = wavOf(600_000);
const SIZE = AUDIO.length;
const ETAG = '"v1"';

type Headers = Readonly<Record<string, string | number>>;

/** Bytes that the reader has. A connection that breaks loses those that it has not read yet. */
let readBytes = 0;

/** Sends some bytes, and breaks the connection when the reader has them. */
const breakAfter = (response: ServerResponse, bytes: Buffer, end: number): void => {
  response.write(bytes);
  void waitUntil('the bytes are read', () => readBytes >= end).finally(() => response.destroy());
};

const first =
  (sentBytes: number, headers: Headers = { etag: ETAG }, body = AUDIO): Answer =>
  (response) => {
    response.writeHead(200, { 'content-length': body.length, ...headers });
    breakAfter(response, body.subarray(0, sentBytes), body === AUDIO ? sentBytes : 1);
  };

type Part = {
  readonly range?: string;
  readonly headers?: Headers;
  readonly body?: Buffer;
  /** Bytes before the connection breaks; all by default. */
  readonly sentBytes?: number;
};

/** Answers the bytes that it is asked for, as a good server does. */
const rest =
  ({ range, headers = { etag: ETAG }, body = AUDIO, sentBytes }: Part = {}): Answer =>
  (response, request) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1]);
    const bytes = body.subarray(start);
    response.writeHead(206, {
      'content-length': bytes.length,
      'content-range': range ?? `bytes ${start}-${body.length - 1}/${body.length}`,
      ...headers,
    });
    if (sentBytes === undefined) response.end(bytes);
    else breakAfter(response, bytes.subarray(0, sentBytes), start + sentBytes);
  };

const all =
  (headers: Headers = { etag: ETAG }, body = AUDIO): Answer =>
  (response) =>
    response.writeHead(200, { 'content-length': body.length, ...headers }).end(body);

const count = async function* (body: AsyncIterable<Uint8Array>) {
  for await (const chunk of body) {
    readBytes += chunk.length;
    yield chunk;
  }
};

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toUTCString();

describe('a download that breaks off', () => {
  let ocp: Fixture;
  beforeEach(async () => {
    readBytes = 0;
    ocp = await startClient();
  });
  afterEach(() => ocp.server.stop());

  const read = async () => {
    const { body, ...answer } = await ocp.client.download('job-1', 'rec-1', never());
    return { bytes: await readAll(count(body)), ...answer };
  };
  const fail = async () => caught(read());
  /** The Range and If-Range headers of the requests after the first one. */
  const asked = () =>
    ocp.server.seen.slice(1).map(({ headers }) => [headers.range, headers['if-range']] as const);

  it('is resumed after its last byte, and the reader sees each byte once', async () => {
    ocp.server.answer(first(200_000), rest({ sentBytes: 100_000 }), rest());
    expect(sha256Of((await read()).bytes)).toBe(sha256Of(AUDIO));
    expect(asked()).toEqual([
      ['bytes=200000-', ETAG],
      ['bytes=300000-', ETAG],
    ]);
  });

  it('takes a permit of the lane of downloads for each resume', async () => {
    ocp.server.answer(first(200_000), rest({ sentBytes: 100_000 }), rest());
    await read();
    expect(ocp.taken).toEqual(Array.from({ length: 3 }, () => ({ lane: 'download', group: 'Acme_EN' })));
    expect(ocp.outcomes).toEqual(['answered', 'answered', 'answered']);
  });

  it('is counted apart from the first request', async () => {
    ocp.server.answer(first(200_000), rest());
    await read();
    expect(ocp.samples.map(({ operation, outcome }) => [operation, outcome])).toEqual([
      ['recordingFile', 'OK'],
      ['recordingResume', 'OK'],
    ]);
  });

  it('is read on if the server sends the whole file again', async () => {
    ocp.server.answer(first(200_000), all());
    expect(sha256Of((await read()).bytes)).toBe(sha256Of(AUDIO));
  });

  it('is resumed again if the server breaks off while it sends the whole file again', async () => {
    ocp.server.answer(first(200_000), first(300_000), rest());
    expect(sha256Of((await read()).bytes)).toBe(sha256Of(AUDIO));
    expect(asked().map(([range]) => range)).toEqual(['bytes=200000-', 'bytes=300000-']);
  });

  it('is resumed after a refusal that is repeated', async () => {
    ocp.server.answer(first(200_000), status(503), rest());
    expect(sha256Of((await read()).bytes)).toBe(sha256Of(AUDIO));
  });

  it('is resumed by the date of the file, if that is old enough', async () => {
    const headers = { 'last-modified': minutesAgo(5) };
    ocp.server.answer(first(200_000, headers), rest({ headers }));
    expect(sha256Of((await read()).bytes)).toBe(sha256Of(AUDIO));
    expect(asked()).toEqual([['bytes=200000-', headers['last-modified']]]);
  });

  it('is resumed by the checksum of the file, which is no condition of a request', async () => {
    const headers = { etag: 'W/"weak"', 'x-checksum-sha256': sha256Of(AUDIO) };
    ocp.server.answer(first(200_000, headers), rest({ headers }));
    expect(sha256Of((await read()).bytes)).toBe(sha256Of(AUDIO));
    expect(asked()).toEqual([['bytes=200000-', undefined]]);
  });

  it('is resumed if its length was unknown', async () => {
    ocp.server.answer((response) => {
      response.writeHead(200, { etag: ETAG });
      breakAfter(response, AUDIO.subarray(0, 200_000), 200_000);
    }, rest());
    expect(sha256Of((await read()).bytes)).toBe(sha256Of(AUDIO));
  });

  it('is resumed inside a gzip file, and tells what OCP sent', async () => {
    const file = gzipSync(AUDIO);
    const headers = { etag: ETAG, 'content-encoding': 'gzip' };
    ocp.server.answer(first(file.length / 2, headers, file), rest({ headers, body: file }));
    const { bytes, readEncoded } = await read();
    expect(sha256Of(bytes)).toBe(sha256Of(AUDIO));
    expect(readEncoded?.()).toEqual({ sizeBytes: file.length, sha256: sha256Of(file) });
  });

  it('is resumed if the server sends less than it was asked for', async () => {
    ocp.server.answer(
      first(200_000),
      (response) => {
        response
          .writeHead(206, { 'content-range': `bytes 200000-299999/${SIZE}`, etag: ETAG })
          .end(AUDIO.subarray(200_000, 300_000));
      },
      rest(),
    );
    expect(sha256Of((await read()).bytes)).toBe(sha256Of(AUDIO));
  });

  it('is resumed when it stalls', async () => {
    const { client } = makeClient(ocp.server.baseUrl, { requestTimeoutMs: 1_000 });
    const stalled: Answer = (response) => {
      response.writeHead(200, { 'content-length': SIZE, etag: ETAG });
      response.write(AUDIO.subarray(0, 200_000));
    };
    // On a slow machine the headers may be late too, so it tries again.
    await waitUntil('a stalled download is read to its end', async () => {
      ocp.server.answer(stalled, rest());
      try {
        const { body } = await client.download('j', 'r', never());
        return sha256Of(await readAll(body)) === sha256Of(AUDIO);
      } catch (error) {
        if (error instanceof OcpTimeoutError || error instanceof OcpTruncatedError) return false;
        throw error;
      }
    });
  });

  it.each<[string, Headers]>([
    ['nothing identifies the file', {}],
    ['only a weak ETag identifies it', { etag: 'W/"weak"' }],
    ['the file may have changed in the second of the answer', { 'last-modified': minutesAgo(-1) }],
    ['the server serves no ranges', { etag: ETAG, 'accept-ranges': 'none' }],
  ])('is not resumed if %s', async (_, headers) => {
    ocp.server.answer(first(200_000, headers), rest({ headers }));
    expect(await fail()).toBeInstanceOf(OcpTruncatedError);
    expect(ocp.server.seen).toHaveLength(1);
  });

  it.each<[string, Answer]>([
    ['another place', rest({ range: `bytes 200001-${SIZE - 1}/${SIZE}` })],
    ['a place before it', rest({ range: `bytes 199999-${SIZE - 1}/${SIZE}` })],
    ['a longer file', rest({ range: `bytes 200000-${SIZE}/${SIZE + 1}` })],
    ['a file of unknown length', rest({ range: `bytes 200000-${SIZE - 1}/*` })],
    ['a range without sense', rest({ range: `bytes 300000-200000/${SIZE}` })],
    ['several ranges', rest({ range: '', headers: { 'content-type': 'multipart/byteranges', etag: ETAG } })],
    ['another ETag', rest({ headers: { etag: '"v2"' } })],
    ['no ETag', rest({ headers: {} })],
    ['another encoding', rest({ headers: { etag: ETAG, 'content-encoding': 'gzip' } })],
    ['the whole of another file', all({ etag: '"v2"' }, wavOf(SIZE, 2))],
    ['the whole of a file that nothing identifies', all({})],
    ['a refusal of the range', status(416, { 'content-range': 'bytes */100' })],
    ['404', status(404)],
    ['401', status(401)],
    ['a page', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')],
  ])('ends as cut off, and is put off, if the resume is answered with %s', async (_, answer) => {
    ocp.server.answer(first(200_000), answer);
    const error = await fail();
    expect(error).toBeInstanceOf(OcpTruncatedError);
    expect(error).toMatchObject({ fault: 'retryable', cause: expect.any(Error) });
    expect(error.message).toContain('200000 of 600000');
    expect(ocp.server.seen).toHaveLength(2);
  });

  it('is refused if a resumed answer has more bytes than it announced', async () => {
    ocp.server.answer(first(200_000), (response) => {
      response.writeHead(206, { 'content-range': `bytes 200000-${SIZE - 1}/${SIZE}`, etag: ETAG });
      response.end(Buffer.concat([AUDIO.subarray(200_000), Buffer.alloc(100_000)]));
    });
    expect(await fail()).toBeInstanceOf(OcpContractError);
  });

  it('is given up after a resume that brought too little, however often the server would go on', async () => {
    ocp.server.answer(first(200_000), rest({ sentBytes: 1 }));
    expect(await fail()).toBeInstanceOf(OcpTruncatedError);
    expect(ocp.server.seen).toHaveLength(2);
  });

  it('is not resumed if it broke before its first byte', async () => {
    ocp.server.answer((response) => {
      response.writeHead(200, { 'content-length': SIZE, etag: ETAG });
      response.flushHeaders();
      setImmediate(() => response.destroy());
    }, rest());
    expect(await fail()).toBeInstanceOf(OcpTruncatedError);
    expect(ocp.server.seen).toHaveLength(1);
  });

  it(`is resumed ${MAX_RESUMES} times at most`, async () => {
    const steps = MIN_PROGRESS_BYTES + 1_000;
    ocp.server.answer(first(steps), rest({ sentBytes: steps }));
    expect(await fail()).toBeInstanceOf(OcpTruncatedError);
    expect(ocp.server.seen).toHaveLength(1 + MAX_RESUMES);
  });

  it('stops at once when the signal aborts while it is resumed', async () => {
    const abort = new AbortController();
    const reason = new Error('shutting down');
    ocp.server.answer(first(200_000), () => abort.abort(reason));
    const { body } = await ocp.client.download('j', 'r', abort.signal);
    expect(await caught(readAll(count(body)))).toBe(reason);
  });
});
