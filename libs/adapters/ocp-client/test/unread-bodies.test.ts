import { gzipSync } from 'node:zlib';
import { waitUntil } from '@recordings/test-kit';
import { type Fixture, never, readAll, startClient } from './client-fixture.ts';
import { type Answer, json } from './ocp-server.ts';

const MEGABYTE = Buffer.alloc(1024 * 1024, ' ');

const DAMAGED_GZIP = Buffer.concat([gzipSync('').subarray(0, 10), Buffer.alloc(1000, 0xff)]);

/** An answer whose body never ends: only the client can end its connection. */
const endless =
  (status: number, headers: Record<string, string> = {}, start = MEGABYTE): Answer =>
  (response) => {
    response.writeHead(status, headers).write(start);
  };

describe('the connection of an answer that is not read', () => {
  let ocp: Fixture;

  beforeEach(async () => {
    // The time limit of a request would close the connection too, much later.
    ocp = await startClient({ retryDelaysMs: [], requestTimeoutMs: 600_000 });
  });
  afterEach(() => ocp.server.stop());

  const status = () => ocp.client.jobStatus('a', never());
  const download = async () => readAll((await ocp.client.download('a', 'r', never())).body);

  it.each([
    ['does not say which bytes it has', endless(206)],
    ['has other bytes', endless(206, { 'content-range': 'bytes 7-999/1000', etag: '"a"' })],
    ['is of another file', endless(200, { etag: '"b"' })],
  ])('is closed at once if it should resume a download and %s', async (_, answer) => {
    ocp.server.answer((response) => {
      response.writeHead(200, { 'content-length': 1_000, etag: '"a"' });
      response.write(Buffer.alloc(600), () => setTimeout(() => response.destroy(), 500));
    }, answer);
    await download().catch(() => undefined);
    await waitUntil('the connection is closed', () => ocp.server.seen[1]!.socket.destroyed);
  });

  it.each<[string, Answer, () => Promise<unknown>]>([
    ['an outage', endless(503), status],
    ['an unexpected success', endless(206), status],
    ['a redirect without a location', endless(302), status],
    ['an unknown job', endless(404), status],
    ['an expired job', endless(410), status],
    ['a redirect', endless(302, { location: '/recordings/export/a' }), status],
    ['a recording of an unknown encoding', endless(200, { 'content-encoding': 'br' }), download],
    ['a damaged gzip file', endless(200, {}, DAMAGED_GZIP), download],
    ['a page instead of a recording', endless(200, { 'content-type': 'text/html' }), download],
  ])('is closed at once: %s', async (_, answer, ask) => {
    ocp.server.answer(answer, json(200, { status: 'done' }));
    await ask().catch(() => undefined);
    await waitUntil('the connection is closed', () => ocp.server.seen[0]!.socket.destroyed);
  });
});
