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
const MAX_HEALTH_MS = 10_000;

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
  readonly body: NonNullable<RequestInit['body']>;
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

/** Sends again what is answered 429 or 503, or whose connection breaks, as a sender should. */
const sendUntilAccepted = async (sent: Sent): Promise<number> => {
  for (;;) {
    const response = await send(sent).catch(() => undefined);
    await response?.arrayBuffer();
    if (response && response.status !== 429 && response.status !== 503) return response.status;
    await delay(Number(response?.headers.get('retry-after') ?? 1) * 200);
  }
};

/** Does hostile work, and asks for the health and the memory of the process meanwhile. */
const watched = async <T>(work: () => Promise<T>): Promise<T> => {
  let isDone = false;
  const watch = async (): Promise<void> => {
    while (!isDone) {
      const askedMs = performance.now();
      const metrics = await (await fetch(`${monitoringUrl}/metrics`)).text();
      expect((await fetch(`${monitoringUrl}/health/live`)).status).toBe(200);
      expect(performance.now() - askedMs).toBeLessThan(MAX_HEALTH_MS);
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
    const many = watched(() => sendEvents(events));
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
  it('of 0.5 MB, 200 at once by one credential, are all stored or ask to be sent again', async () => {
    // All have the same bytes and no call, so that the emulators keep one object.
    const recording = wavOf(500_000, 7);
    const statuses = await watched(() =>
      Promise.all(
        Array.from({ length: 200 }, (_, n) =>
          sendUntilAccepted({
            path: '/v1/recordings',
            body: new Uint8Array(
              formBody([field('groupId', 'Acme_EN'), file(recording, `no-call-${n}.wav`)]),
            ),
            headers: { 'content-type': FORM_TYPE },
          }),
        ),
      ),
    );
    expect(statuses).toEqual(Array(200).fill(202));
  });

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
