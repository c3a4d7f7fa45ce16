import { setTimeout as delay } from 'node:timers/promises';
import { killServices, metricSum, runService, type ServiceProcess, wavOf } from '@recordings/test-kit';
import { small } from './audio.ts';
import { cdrEnd } from './call-events.ts';
import { FORM_TYPE, field, file, formBody } from './form-body.ts';
import { closeSockets, openSocket } from './raw-socket.ts';
import { environmentOn, startSurroundings } from './start-test-api.ts';
import { keys } from './test-keys.ts';

/** Bounds of the time and memory that hostile requests may take: many times what they take on an idle machine. */
const MAX_RESIDENT_MB = 1_000;
const MAX_LAG_S = 10;

let surroundings: Awaited<ReturnType<typeof startSurroundings>>;
let service: ServiceProcess;
let url: string;
let monitoringUrl: string;
beforeAll(async () => {
  surroundings = await startSurroundings();
  const environment = { ...environmentOn(surroundings.local, surroundings.registryPath), LOG_LEVEL: 'info' };
  service = runService(new URL('../src/main.ts', import.meta.url), {
    ...environment,
    MAX_CONNECTIONS: '500',
    MEMORY_WAIT_SECONDS: '3',
  });
  [url, monitoringUrl] = await Promise.all([service.url, service.monitoringUrl]);
});
afterEach(closeSockets);
afterAll(async () => {
  killServices();
  await surroundings.stop();
});

type Sent = {
  readonly path: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string>;
};

const send = ({ path, body, headers }: Sent, method = 'POST'): Promise<Response> =>
  fetch(`${url}${path}`, { method, body, headers: { 'x-api-key': keys.push, ...headers } });

const sendEvents = (body: string | object): Promise<Response> =>
  send({
    path: '/v1/events',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });

/** Sends again what a slow machine did not record in time, as OCP does. */
const sendUntilServed = async (events: object): Promise<Response> => {
  const response = await sendEvents(events);
  return response.status === 503 ? sendUntilServed(events) : response;
};

/** @returns 'broken' if the service closed the connection: it reads a body that it refused for 10 s only. */
const statusOf = async (sent: Sent, method?: string): Promise<number | 'broken'> => {
  try {
    const response = await send(sent, method);
    await response.arrayBuffer();
    if (response.status === 503) expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    return response.status;
  } catch {
    return 'broken';
  }
};

/** On a connection of its own: the service may close one that is kept before a busy machine uses it again. */
const monitor = (path: string): Promise<Response> =>
  fetch(`${monitoringUrl}${path}`, { headers: { connection: 'close' } });

/** Does hostile work, and asks meanwhile how the process is. */
const watched = async <T>(work: () => Promise<T>): Promise<T> => {
  let isDone = false;
  const watch = async (): Promise<void> => {
    while (!isDone) {
      const metrics = await (await monitor('/metrics')).text();
      expect((await monitor('/health/live')).status).toBe(200);
      // Not the time that the answer took: the emulators work in the process of the test.
      expect(metricSum(metrics, 'nodejs_eventloop_lag_max_seconds')).toBeLessThan(MAX_LAG_S);
      expect(metricSum(metrics, 'process_resident_memory_bytes') / 1e6).toBeLessThan(MAX_RESIDENT_MB);
      await delay(100);
    }
  };
  const [result] = await Promise.all([work().finally(() => (isDone = true)), watch()]);
  return result;
};

const codeOf = async (response: Response): Promise<[number, unknown]> => [
  response.status,
  ((await response.json()) as { code?: string }).code,
];

describe('events', () => {
  it('of 4 MB of empty objects are answered 413', async () => {
    const body = `[${'{},'.repeat(1_390_000)}{}]`;
    expect(await watched(async () => codeOf(await sendEvents(body)))).toEqual([413, 'EVENTS_TOO_MANY']);
  });

  it('of 4 MB of lines are answered 413', async () => {
    const body = '{}\n'.repeat(1_390_000);
    expect(await watched(async () => codeOf(await sendEvents(body)))).toEqual([413, 'EVENTS_TOO_MANY']);
  });

  it('as many as are allowed are recorded, while another client is served', async () => {
    const events = Array.from({ length: 5_000 }, (_, n) => cdrEnd(`many-${n % 50}`));
    const many = watched(() => sendUntilServed(events));
    expect(
      (
        await send(
          { path: '/v1/recordings/acme/meanwhile', body: new Uint8Array(small), headers: wav },
          'PUT',
        )
      ).ok,
    ).toBe(true);
    const counts = (await (await many).json()) as Record<string, number>;
    expect([counts['recorded']! + counts['repeated']!, counts['quarantined']]).toEqual([5_000, 0]);
  });

  it.each([
    ['lists', `${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}`],
    ['objects', `${'{"a":'.repeat(600_000)}1${'}'.repeat(600_000)}`],
    ['lists without an end', '['.repeat(4_000_000)],
    [
      'one element of an event',
      JSON.stringify(cdrEnd('deep')).replace('{', `{"x":${'['.repeat(1_900_000)}${']'.repeat(1_900_000)},`),
    ],
  ])('of 4 MB that are nested deeply (%s) are kept, or refused', async (_, body) => {
    const response = await watched(() => sendEvents(body));
    expect([200, 413]).toContain(response.status);
    await response.arrayBuffer();
  });
});

const wav = { 'content-type': 'audio/wav', 'x-group-id': 'Acme_EN' };

describe('uploads', () => {
  it('of 5 MB, 200 at once by one credential, are stored or must be sent again, within bounded memory', async () => {
    // Of a call that is stored with the same bytes: only the service has work, not the emulators.
    const path = '/v1/recordings/acme/large';
    const body = new Uint8Array(wavOf(5_000_000));
    expect(await statusOf({ path, body, headers: wav }, 'PUT')).toBe(201);
    const statuses = await watched(() =>
      Promise.all(Array.from({ length: 200 }, () => statusOf({ path, body, headers: wav }, 'PUT'))),
    );
    expect([200, 503, 'broken']).toEqual(expect.arrayContaining([...new Set(statuses)]));
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(10);
    expect(await statusOf({ path, body, headers: wav }, 'PUT')).toBe(200);
  }, 240_000);

  it.each([
    ['900 unknown fields', 900, [201]],
    ['50,000 fields', 50_000, [400, 413]],
  ])('with %s are stored or refused at once', async (name, count, expected) => {
    const fields = Array.from({ length: count }, (_, n) => field(`x${n}`, 'y'));
    const body = formBody([
      field('groupId', 'Acme_EN'),
      field('callId', name.slice(0, 3)),
      ...fields,
      file(small),
    ]);
    const headers = { 'content-type': FORM_TYPE };
    const response = await watched(() =>
      send({ path: '/v1/recordings', body: new Uint8Array(body), headers }),
    );
    expect(expected).toContain(response.status);
    await response.arrayBuffer();
  });
});

describe('connections', () => {
  it('1,200 that send nothing do not stop an upload', async () => {
    for (let n = 0; n < 1_200; n += 1) await openSocket(url);
    const stored = await watched(() =>
      send({ path: '/v1/recordings/acme/idle', body: new Uint8Array(small), headers: wav }, 'PUT'),
    );
    expect(stored.status).toBe(201);
    const metrics = await (await fetch(`${monitoringUrl}/metrics`)).text();
    expect(metricSum(metrics, 'connections_closed_total')).toBeGreaterThanOrEqual(700);
  });
});

describe('refused keys', () => {
  it('2,000 of them do not stop a valid one, and are not all logged', async () => {
    const guess = async (): Promise<void> => {
      for (let n = 0; n < 100; n += 1) {
        const response = await send({
          path: '/v1/events',
          body: '{}',
          headers: { 'x-api-key': `guess-${n}` },
        });
        expect([401, 429]).toContain(response.status);
        await response.arrayBuffer();
      }
    };
    await watched(async () => {
      const storm = Promise.all(Array.from({ length: 20 }, guess));
      expect((await sendEvents(cdrEnd('storm'))).status).toBe(200);
      await storm;
      expect((await sendEvents(cdrEnd('storm'))).status).toBe(200);
    });
    const refused = service
      .logged('request_refused')
      .filter(({ status }) => status === 401 || status === 429);
    expect(refused.length).toBeLessThan(200);
  });
});
