import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import {
  OcpContractError,
  OcpExpiredError,
  OcpNotFoundError,
  OcpNotReadyError,
  OcpTimeoutError,
  OcpTruncatedError,
} from '@recordings/reconciliation';
import { sha256Of, waitUntil, wavOf } from '@recordings/test-kit';
import { caught, type Fixture, makeClient, never, readAll, startClient } from './client-fixture.ts';
import { type Answer, bytes, status } from './ocp-server.ts';

const AUDIO = wavOf(300_000);

/** Sends half of what it declares, then ends the connection or falls silent. */
const half =
  (then: 'hang up' | 'fall silent', headers: Record<string, string | number> = {}): Answer =>
  (response) => {
    response.writeHead(200, headers);
    response.write(AUDIO.subarray(0, AUDIO.length / 2), () => {
      if (then === 'hang up') response.destroy();
    });
  };

describe('download', () => {
  let ocp: Fixture;

  beforeEach(async () => {
    ocp = await startClient();
  });
  afterEach(() => ocp.server.stop());

  it('gives the bytes with their declared length and checksum', async () => {
    const sha256 = createHash('sha256').update(AUDIO).digest('hex');
    ocp.server.answer(bytes(AUDIO, { 'x-checksum-sha256': sha256.toUpperCase() }));

    const { body, sizeBytes, sha256: given } = await ocp.client.download('job-1', 'rec/1', never());
    expect({ sizeBytes, sha256: given }).toEqual({ sizeBytes: AUDIO.length, sha256 });
    expect(AUDIO.equals(await readAll(body))).toBe(true);
    expect(ocp.server.seen[0]).toMatchObject({
      path: '/recordings/export/job-1/files/rec%2F1',
      headers: { 'accept-encoding': 'identity' },
    });
  });

  const noise = Buffer.concat([AUDIO, randomBytes(200_000)]);

  it.each([
    ['file', noise],
    ['compressed file', gzipSync(noise)],
  ])('gives every byte of a %s whose reader frees the chunks', async (_, sent) => {
    ocp.server.answer(bytes(sent));
    const { body, ownsChunks } = await ocp.client.download('j', 'r', never());
    expect(ownsChunks).toBe(true);
    const hash = createHash('sha256');
    for await (const chunk of body) {
      hash.update(chunk);
      const isAlone = chunk.byteLength === chunk.buffer.byteLength;
      if (isAlone) (chunk.buffer as ArrayBuffer).transfer(0);
    }
    expect(hash.digest('hex')).toBe(sha256Of(noise));
  });

  it('gives a body of unknown length, and leaves out an invalid checksum', async () => {
    ocp.server.answer((response) =>
      response.writeHead(200, { 'x-checksum-sha256': 'c2hhMjU2' }).end(AUDIO.subarray(0, 10)),
    );
    const { body, sizeBytes, sha256 } = await ocp.client.download('j', 'r', never());
    expect([sizeBytes, sha256]).toEqual([undefined, undefined]);
    expect(await readAll(body)).toHaveLength(10);
  });

  it.each([
    ['with a length', { 'content-length': AUDIO.length }, 'of 300000 bytes'],
    ['in chunks', {}, 'of an unknown number of bytes'],
  ])('throws when the body is cut off, %s', async (_, headers, expected) => {
    ocp.server.answer(half('hang up', headers));
    const { body } = await ocp.client.download('j', 'r', never());

    const error = await caught(readAll(body));
    expect(error).toBeInstanceOf(OcpTruncatedError);
    expect(error).toMatchObject({ code: 'OCP_TRUNCATED', fault: 'retryable' });
    expect(error.message).toContain(expected);
  });

  it('throws when the connection breaks before the body is read', async () => {
    const closed = new Promise<void>((resolve) => {
      ocp.server.answer((response, request) => {
        half('hang up', { 'content-length': AUDIO.length })(response, request);
        void once(response, 'close').then(() => globalThis.setImmediate(resolve));
      });
    });
    const { body } = await ocp.client.download('j', 'r', never());
    await closed;
    expect(await caught(readAll(body))).toBeInstanceOf(OcpTruncatedError);
  });

  it('gives the declared length only, if more bytes follow', async () => {
    ocp.server.answer((response) => {
      response.socket?.end('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nRIFF++, and more than was declared');
    });
    const { body, sizeBytes } = await ocp.client.download('j', 'r', never());
    expect(sizeBytes).toBe(6);
    expect((await readAll(body)).toString()).toBe('RIFF++');
  });

  it('times out when the body stalls', async () => {
    const { client } = makeClient(ocp.server.baseUrl, { requestTimeoutMs: 500 });
    ocp.server.answer(half('fall silent', { 'content-length': AUDIO.length }));
    // On a slow machine the headers may be late too. This test is about the body, so it tries again.
    const begun = async (): ReturnType<typeof client.download> =>
      client.download('j', 'r', never()).catch((error: unknown) => {
        if (error instanceof OcpTimeoutError) return begun();
        throw error;
      });
    const { body } = await begun();
    expect(await caught(readAll(body))).toBeInstanceOf(OcpTimeoutError);
  });

  it('allows a body to take longer than the request timeout while its bytes keep coming', async () => {
    const { client } = makeClient(ocp.server.baseUrl, { requestTimeoutMs: 2_000 });
    ocp.server.answer((response) => {
      response.writeHead(200, { 'content-length': 8 });
      let sent = 0;
      const timer = setInterval(() => {
        response.write(AUDIO.subarray(sent, sent + 1));
        sent += 1;
        if (sent === 8) clearInterval(timer);
      }, 300);
    });
    const read = async () => readAll((await client.download('j', 'r', never())).body);
    // On a slow machine a pause may be too long, so it tries again.
    await waitUntil('the body is read to its end', async () => (await read().catch(() => [])).length === 8);
  });

  it('stops the body at once when the signal aborts, and closes the connection', async () => {
    const closed = new Promise<void>((resolve) => {
      ocp.server.answer((response, request) => {
        half('fall silent', { 'content-length': AUDIO.length })(response, request);
        response.on('close', resolve);
      });
    });
    const abort = new AbortController();
    const reason = new Error('shutting down');
    const { body } = await ocp.client.download('j', 'r', abort.signal);

    const reading = caught(readAll(body));
    abort.abort(reason);
    expect(await reading).toBe(reason);
    await closed;
  });

  it('closes the connection when the reader stops reading', async () => {
    const closed = new Promise<void>((resolve) => {
      ocp.server.answer((response, request) => {
        half('fall silent', { 'content-length': AUDIO.length })(response, request);
        response.on('close', resolve);
      });
    });
    const { body } = await ocp.client.download('j', 'r', never());
    for await (const chunk of body) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    await closed;
  });

  it.each([
    ['sent with its encoding', { 'content-encoding': 'gzip' }],
    ['that is a gzip file itself', { 'content-type': 'application/gzip' }],
  ])('decodes a recording %s, and tells what OCP sent', async (_, headers) => {
    const file = gzipSync(AUDIO);
    ocp.server.answer(bytes(file, headers));
    const { body, sizeBytes, readEncoded } = await ocp.client.download('j', 'r', never());
    expect(AUDIO.equals(await readAll(body))).toBe(true);
    expect(sizeBytes).toBe(file.length);
    expect(readEncoded?.()).toEqual({ sizeBytes: file.length, sha256: sha256Of(file) });
  });

  it('gives bytes that their encoding calls gzip, but that are not compressed', async () => {
    ocp.server.answer(bytes(AUDIO, { 'content-encoding': 'gzip' }));
    const { body, readEncoded } = await ocp.client.download('j', 'r', never());
    expect(AUDIO.equals(await readAll(body))).toBe(true);
    expect(readEncoded?.()).toBeUndefined();
  });

  it.each([
    ['whose end is missing', gzipSync(AUDIO).subarray(0, -9)],
    ['whose checksum is wrong', Buffer.concat([gzipSync(AUDIO).subarray(0, -8), Buffer.alloc(8)])],
    ['that contains a message', gzipSync('Service temporarily unavailable')],
  ])('refuses a gzip file %s', async (_, file) => {
    ocp.server.answer(bytes(file));
    const { body } = await ocp.client.download('j', 'r', never());
    expect(await caught(readAll(body))).toBeInstanceOf(OcpContractError);
  });

  it('throws when the connection breaks inside a gzip file', async () => {
    const file = gzipSync(randomBytes(300_000));
    ocp.server.answer((response) => {
      response.writeHead(200, { 'content-length': file.length });
      response.write(file.subarray(0, 200_000), () => response.destroy());
    });
    const { body } = await ocp.client.download('j', 'r', never());
    expect(await caught(readAll(body))).toBeInstanceOf(OcpTruncatedError);
  });

  it('gives a gzip file in parts, so that its reader can stop', async () => {
    ocp.server.answer(bytes(gzipSync(Buffer.alloc(200_000_000))));
    const { body } = await ocp.client.download('j', 'r', never());
    for await (const chunk of body) {
      expect(chunk.length).toBeLessThan(1_000_000);
      break;
    }
  });

  it('refuses an encoding that it cannot decode', async () => {
    ocp.server.answer(bytes(AUDIO, { 'content-encoding': 'br' }));
    expect(await caught(ocp.client.download('j', 'r', never()))).toBeInstanceOf(OcpContractError);
  });

  it.each([
    ['text/html', '<html>Please log in</html>'],
    ['application/problem+json', '{"status": 500}'],
    ['application/xml', '<Error><Code>SlowDown</Code></Error>'],
    ['text/plain', 'Service temporarily unavailable'],
    ['audio/wav', 'upstream request timeout'],
  ])('refuses text of type %s, which is not the recording', async (mediaType, text) => {
    ocp.server.answer(bytes(text, { 'content-type': mediaType }));
    const { body } = await ocp.client.download('j', 'r', never());
    const error = await caught(readAll(body));
    expect(error).toBeInstanceOf(OcpContractError);
    expect(error).toMatchObject({ code: 'OCP_UNEXPECTED_ANSWER', fault: 'retryable' });
  });

  it('refuses text that arrives byte by byte', async () => {
    const drip = async (response: ServerResponse): Promise<void> => {
      for (const letter of 'try again later') {
        response.write(letter);
        await setImmediate();
      }
      response.end();
    };
    ocp.server.answer((response) => void drip(response));
    const { body } = await ocp.client.download('j', 'r', never());
    expect(await caught(readAll(body))).toBeInstanceOf(OcpContractError);
  });

  it.each(['audio/wav', 'application/octet-stream', 'text/plain', 'text/html', 'binary/octet-stream'])(
    'gives audio of type %s',
    async (mediaType) => {
      ocp.server.answer(bytes(AUDIO, { 'content-type': mediaType }));
      const { body } = await ocp.client.download('j', 'r', never());
      expect(AUDIO.equals(await readAll(body))).toBe(true);
    },
  );

  it.each([
    [204, OcpContractError],
    [206, OcpContractError],
    [404, OcpNotFoundError],
    [409, OcpNotReadyError],
    [410, OcpExpiredError],
  ])('throws for HTTP %i', async (code, expected) => {
    ocp.server.answer(status(code));
    expect(await caught(ocp.client.download('j', 'r', never()))).toBeInstanceOf(expected);
    expect(ocp.server.seen).toHaveLength(1);
  });
});
