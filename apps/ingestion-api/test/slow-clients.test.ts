import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { waitUntil } from '@recordings/test-kit';
import { small } from './audio.ts';
import { FORM_TYPE, formBody } from './form-body.ts';
import { pushRaw } from './push.ts';
import { closeSockets, headOf, openSocket, written } from './raw-socket.ts';
import { readMetric } from './read-metric.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';
import { keys } from './test-keys.ts';

const wav = { 'X-API-Key': keys.push, 'X-Group-Id': 'Acme_EN', 'Content-Type': 'audio/wav' };
const form = formBody([
  { name: 'groupId', value: 'Acme_EN' },
  { name: 'callId', value: 'slow-form' },
  { name: 'file', value: small, fileName: 'recording.wav' },
]);
const formHead = headOf('POST', '/v1/recordings', {
  'X-API-Key': keys.push,
  'Content-Type': FORM_TYPE,
  'Content-Length': form.length,
});

const aboutForm = (fileName: string, type: string): Buffer =>
  formBody([{ name: 'about', value: small, fileName, type }]);

/** What a client sends: the head of its request, and its body. */
const clients: [string, string, Uint8Array][] = [
  [
    'a raw body',
    headOf('PUT', '/v1/recordings/acme/slow', { ...wav, 'Content-Length': small.length }),
    small,
  ],
  ['the file of a form', formHead, form],
  ['the fields of a form', formHead, form.subarray(0, 90)],
  ['a JSON part of a form', formHead, aboutForm('a.json', 'application/json')],
  ['a text part of a form', formHead, aboutForm('a.xml', 'text/xml')],
  [
    'events',
    headOf('POST', '/v1/events', {
      'X-API-Key': keys.push,
      'Content-Type': 'application/json',
      'Content-Length': 9_000,
    }),
    Buffer.from(`[${' '.repeat(8_998)}]`),
  ],
];

/** Everything the server answers until it closes the connection. Bytes that come after that reset the connection. */
const answerOf = async (socket: Socket): Promise<string> => {
  let text = '';
  socket.on('data', (chunk) => (text += String(chunk)));
  await new Promise((resolve) => socket.once('close', resolve)); // Not `once` of Node: it rejects on a reset.
  return text;
};

/** Sends the first byte, and one more every 100 ms, until the server ends the connection or the body is complete. */
const drip = async (socket: Socket, bytes: Uint8Array, bytesAtOnce = 1): Promise<void> => {
  for (let at = 0; at < bytes.length && !socket.destroyed; at += bytesAtOnce) {
    socket.write(bytes.subarray(at, at + bytesAtOnce));
    await delay(100);
  }
};

let api: TestApi;
const start = (settings: Record<string, string>): void => {
  beforeAll(async () => {
    api = await startTestApi(settings);
  });
  afterEach(closeSockets);
  afterAll(() => api.stop());
};

describe('a client that sends less than MIN_BODY_BYTES_PER_SECOND', () => {
  start({ MIN_BODY_BYTES_PER_SECOND: '1000', BODY_RATE_GRACE_SECONDS: '1' });

  it.each(clients)('in %s is answered 408, and its connection is closed', async (_, head, body) => {
    const socket = await openSocket(api.url);
    const answered = answerOf(socket);
    await written(socket, head);
    void drip(socket, body);
    const answer = await answered;
    expect(answer).toMatch(/^HTTP\/1\.1 408 [^]*application\/problem\+json[^]*"code":"BODY_TOO_SLOW"/);
    for (const name of ['uploads_in_flight', 'event_requests_in_flight', 'body_memory_bytes']) {
      await waitUntil(`${name} is 0`, async () => (await readMetric(api, name)) === 0);
    }
  });
});

describe('a client that sends more', () => {
  start({ MIN_BODY_BYTES_PER_SECOND: '1000', BODY_RATE_GRACE_SECONDS: '10' });

  it('is stored, though its bytes wait to be read', async () => {
    expect((await pushRaw(api, 'fast', small)).status).toBe(201);
  });
});

describe('a body that does not end', () => {
  start({ MIN_BODY_BYTES_PER_SECOND: '0', BODY_TIMEOUT_SECONDS: '1', UPLOAD_TIMEOUT_SECONDS: '1' });

  it.each(clients)('is answered 408 after its time: %s', async (_, head, body) => {
    const socket = await openSocket(api.url);
    const answered = answerOf(socket);
    await written(socket, head);
    void drip(socket, body, 3);
    expect(await answered).toMatch(/^HTTP\/1\.1 408 [^]*"code":"BODY_TOO_SLOW"/);
    expect(await api.finalObjects()).toEqual([]);
  });
});

describe('a client that sends its head byte by byte', () => {
  // Its first byte must come in time: a connection without one is closed without an answer.
  start({ HEADERS_TIMEOUT_SECONDS: '3' });

  it('is answered 408 after HEADERS_TIMEOUT_SECONDS', async () => {
    const socket = await openSocket(api.url);
    const answered = answerOf(socket);
    void drip(
      socket,
      Buffer.from(headOf('PUT', '/v1/recordings/acme/loris', { ...wav, 'X-Slow': 'x'.repeat(500) })),
    );
    expect(await answered).toMatch(/^HTTP\/1\.1 408 [^]*"code":"REQUEST_TOO_SLOW"/);
  });
});
