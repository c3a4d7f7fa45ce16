import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { waitUntil } from '@recordings/test-kit';
import { small } from './audio.ts';
import { cdrEnd } from './call-events.ts';
import { pushRaw } from './push.ts';
import { closeSockets, headOf, openSocket, written } from './raw-socket.ts';
import { readMetric } from './read-metric.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';
import { keys } from './test-keys.ts';

const MIB = 1_048_576;

let api: TestApi;
const start = (settings: Record<string, string>): void => {
  beforeAll(async () => {
    api = await startTestApi(settings);
  });
  afterEach(async () => {
    closeSockets();
    for (const name of ['uploads_in_flight', 'event_requests_in_flight', 'body_memory_bytes']) {
      await waitUntil(`${name} is 0`, async () => (await readMetric(api, name)) === 0);
    }
  });
  afterAll(() => api.stop());
};

/** Begins a request, and leaves its body unfinished. */
const begin = async (
  path: string,
  method: string,
  length: number | undefined,
  type = 'audio/wav',
): Promise<Socket> => {
  const socket = await openSocket(api.url);
  await written(
    socket,
    headOf(method, path, {
      'X-API-Key': keys.push,
      'X-Group-Id': 'Acme_EN',
      'Content-Type': type,
      ...(length === undefined ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': length }),
    }),
  );
  if (length === undefined) await written(socket, `${(1_000).toString(16)}\r\n`);
  await written(socket, type === 'audio/wav' ? small.subarray(0, 1_000) : '[');
  return socket;
};
const beginUpload = (length = small.length): Promise<Socket> =>
  begin('/v1/recordings/acme/open', 'PUT', length);

const pushAsBolt = (callId: string) =>
  pushRaw(api, callId, small, { tenantId: 'bolt', groupId: 'Bolt_EN', key: keys.bolt });

const expectRefused = async (response: Response, status: number, code: string): Promise<void> => {
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
};

describe('a credential with too many requests at once', () => {
  start({ MAX_UPLOADS_PER_CREDENTIAL: '2', MAX_EVENT_REQUESTS_PER_CREDENTIAL: '1' });

  it('is answered 429 for one upload more; another credential, and its own events, are served', async () => {
    const open = [await beginUpload(), await beginUpload()];
    await waitUntil('both are in flight', async () => (await readMetric(api, 'uploads_in_flight')) === 2);
    await expectRefused(await pushRaw(api, 'third', small), 429, 'TOO_MANY_UPLOADS');
    expect((await pushAsBolt('other')).status).toBe(201);
    expect((await api.postEvents(cdrEnd('third'))).status).toBe(200);
    open[0]!.destroy();
    await waitUntil('one has ended', async () => (await readMetric(api, 'uploads_in_flight')) === 1);
    expect((await pushRaw(api, 'third', small)).status).toBe(201);
    expect(await readMetric(api, 'requests_not_admitted_total', 'reason="too many uploads"')).toBe(1);
    expect(api.logged.some((line) => line.includes('request_not_admitted'))).toBe(true);
  });

  it('is answered 429 for one request of events more', async () => {
    await begin('/v1/events', 'POST', 100, 'application/json');
    await waitUntil('it is in flight', async () => (await readMetric(api, 'event_requests_in_flight')) === 1);
    await expectRefused(await api.postEvents(cdrEnd('more')), 429, 'TOO_MANY_EVENT_REQUESTS');
  });
});

describe('the memory of bodies that does not become free', () => {
  start({ MAX_MEMORY_BYTES: String(17 * MIB), MEMORY_WAIT_SECONDS: '1' });

  it('is shared: a request waits, then is answered 503; another credential has its own part', async () => {
    const open = await beginUpload(100 * MIB);
    await waitUntil('it has memory', async () => (await readMetric(api, 'body_memory_bytes')) === 5 * MIB);
    const second = beginUpload(100 * MIB);
    const answer = once(await second, 'data');
    expect((await pushAsBolt('not-stopped')).status).toBe(201);
    expect(String((await answer)[0])).toMatch(/^HTTP\/1\.1 503 [^]*retry-after: \d+[^]*"code":"MEMORY_FULL"/);
    expect(await readMetric(api, 'requests_not_admitted_total', 'reason="memory"')).toBe(1);
    open.destroy();
    expect((await pushRaw(api, 'later', small)).status).toBe(201);
  });
});

describe('the memory of bodies', () => {
  start({ MAX_MEMORY_BYTES: String(17 * MIB) });

  it.each([
    ['its length, if it is short', small.length, small.length],
    ['one part, if it is long', 100 * MIB, 5 * MIB],
    ['1 MiB and one part, if its length is unknown', undefined, 6 * MIB],
  ])('of a recording is %s', async (_, length, bytes) => {
    await begin('/v1/recordings/acme/open', 'PUT', length);
    await waitUntil('it has memory', async () => (await readMetric(api, 'body_memory_bytes')) === bytes);
  });

  it('of events is that of their own length, also if their length is unknown or they are compressed', async () => {
    const body = JSON.stringify(cdrEnd('unknown-length'));
    const bodies = [
      { body: () => new Blob([body]).stream(), headers: {} },
      { body: () => gzipSync(body), headers: { 'content-encoding': 'gzip' } },
    ];
    const answers = Array.from({ length: 40 }, (_, n) => {
      const { body: make, headers } = bodies[n % 2]!;
      const init = {
        method: 'POST',
        body: make(),
        headers: { 'content-type': 'application/json', ...headers },
      };
      return api.send('/v1/events', { ...init, duplex: 'half' } as RequestInit);
    });
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(Array(40).fill(200));
  });

  it('is given to a request that waits, as soon as it is free', async () => {
    const open = await beginUpload(100 * MIB);
    await waitUntil('it has memory', async () => (await readMetric(api, 'body_memory_bytes')) === 5 * MIB);
    const waiting = pushRaw(api, 'waited', Buffer.concat([small, Buffer.alloc(4 * MIB)]));
    await delay(300);
    open.destroy();
    expect((await waiting).ok).toBe(true);
  });
});

describe('refused keys', () => {
  start({ MAX_FAILED_KEYS_PER_MINUTE: '5', TRUSTED_PROXIES: '1' });

  const guess = (address: string): Promise<Response> =>
    api.send('/v1/events', {
      method: 'POST',
      key: 'a-guess',
      headers: { 'x-forwarded-for': `9.9.9.9, ${address}` },
    });

  it('are answered 429 after so many of one client address; other addresses and valid keys are not', async () => {
    for (let n = 0; n < 5; n += 1) expect((await guess('10.0.0.1')).status).toBe(401);
    for (let n = 0; n < 50; n += 1) {
      await expectRefused(await guess('10.0.0.1'), 429, 'TOO_MANY_FAILED_KEYS');
    }
    expect((await guess('10.0.0.2')).status).toBe(401);
    const headers = { 'x-forwarded-for': '10.0.0.1', 'content-type': 'application/json' };
    const body = JSON.stringify(cdrEnd('valid'));
    expect((await api.send('/v1/events', { method: 'POST', headers, body })).status).toBe(200);
    expect(await readMetric(api, 'failed_keys_limited_total')).toBe(1);
    expect(await readMetric(api, 'http_requests_total', 'status="429"')).toBe(50);
    const logged = api.logged.filter((line) => line.includes('TOO_MANY_FAILED_KEYS'));
    expect(logged).toHaveLength(1);
  });
});

describe('refused keys without a trusted proxy', () => {
  start({ MAX_FAILED_KEYS_PER_MINUTE: '5' });

  it('are counted by the address of the connection, whatever X-Forwarded-For says', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      const headers = { 'x-forwarded-for': `10.0.0.${n}` };
      statuses.push((await api.send('/v1/events', { method: 'POST', key: 'a-guess', headers })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
  });
});

describe('a late event loop', () => {
  start({ MAX_EVENT_LOOP_DELAY_MS: '50' });

  it('makes new uploads wait, while events and health are answered, until it is on time again', async () => {
    const lateMs = 200;
    let isLate = true;
    const block = (): void => {
      const untilMs = performance.now() + lateMs;
      while (performance.now() < untilMs);
      if (isLate) setTimeout(block, 1);
    };
    block();
    try {
      const refused = async (): Promise<boolean> => (await pushRaw(api, 'late', small)).status === 503;
      await waitUntil('an upload is refused', refused);
      await expectRefused(await pushRaw(api, 'late', small), 503, 'OVERLOADED');
      expect((await api.postEvents(cdrEnd('late'))).status).toBe(200);
      expect((await fetch(`${api.monitoringUrl}/health/live`)).status).toBe(200);
    } finally {
      isLate = false;
    }
    await waitUntil('an upload is stored', async () => (await pushRaw(api, 'late', small)).ok);
  });
});

describe('idle connections', () => {
  start({ MAX_CONNECTIONS: '100', HEADERS_TIMEOUT_SECONDS: '60' });

  it('without a key, four times as many as there may be, do not stop an upload', async () => {
    const kept = await openSocket(api.url);
    await written(kept, headOf('GET', '/v1/calls/acme/none', { 'X-API-Key': keys.console }));
    await once(kept, 'data');
    const sockets: Socket[] = [];
    for (let n = 0; n < 400; n += 1) sockets.push(await openSocket(api.url));
    expect((await pushRaw(api, 'through', small)).status).toBe(201);
    await waitUntil(
      'the oldest are closed',
      () => sockets.filter(({ destroyed }) => destroyed).length >= 300,
    );
    expect(sockets.slice(-50).every(({ destroyed }) => !destroyed)).toBe(true);
    // A connection with a valid key is the last to be closed.
    await written(kept, headOf('GET', '/v1/calls/acme/none', { 'X-API-Key': keys.console }));
    expect(String((await once(kept, 'data'))[0])).toMatch(/^HTTP\/1\.1 404 /);
    expect(await readMetric(api, 'connections_closed_total')).toBeGreaterThanOrEqual(300);
  });
});
