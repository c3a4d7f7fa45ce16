import { once } from 'node:events';
import type { Socket } from 'node:net';
import { small } from './audio.ts';
import { closeSockets, headOf, openSocket } from './raw-socket.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';
import { keys } from './test-keys.ts';

const MAX_BYTES = 1_000_000;
/** What a form may have beside its file. */
const FORM_BYTES = 8 * 1_048_576;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ MAX_RECORDING_BYTES: String(MAX_BYTES) });
});
afterEach(closeSockets);
afterAll(() => api.stop());

const PATH = '/v1/recordings/acme/';

/** Reads answers from a connection, one head at a time, with its interim answers. */
const nextStatus = async (socket: Socket): Promise<number> => {
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(String(chunk))?.[1]);
};

const openPut = async (callId: string, length: number, key: string): Promise<Socket> => {
  const socket = await openSocket(api.url);
  const headers = {
    'X-API-Key': key,
    'X-Group-Id': 'Acme_EN',
    'Content-Type': 'audio/wav',
    'Content-Length': length,
    Expect: '100-continue',
  };
  socket.write(headOf('PUT', `${PATH}${callId}`, headers));
  return socket;
};

describe('a request that waits for 100 Continue', () => {
  it('gets it once its key is checked, and is stored', async () => {
    const socket = await openPut('expected', small.length, keys.push);
    expect(await nextStatus(socket)).toBe(100);
    socket.write(small);
    expect(await nextStatus(socket)).toBe(201);
    expect(await api.call('expected')).toMatchObject({ s3Stored: true });
  });

  it.each([
    ['a key that nobody has', 'wrong-key', small.length, 401],
    ['a key without the scope', keys.console, small.length, 403],
    ['a body that is longer than a recording may be', keys.push, MAX_BYTES + 1, 413],
  ])('is refused without its body for %s', async (_, key, length, status) => {
    const socket = await openPut('refused', length, key);
    expect(await nextStatus(socket)).toBe(status);
    await once(socket, 'close');
    expect(await api.call('refused')).toBeUndefined();
  });

  it('is refused without its body if no route has its path', async () => {
    const socket = await openSocket(api.url);
    const headers = { 'X-API-Key': keys.push, 'Content-Length': 10, Expect: '100-continue' };
    socket.write(headOf('PUT', '/v1/nothing', headers));
    expect(await nextStatus(socket)).toBe(404);
    await once(socket, 'close');
  });

  it('gets it for events too', async () => {
    const socket = await openSocket(api.url);
    const body = JSON.stringify([{ eventType: 'CDR_START', callId: 'told', groupId: 'Acme_EN' }]);
    const headers = {
      'X-API-Key': keys.push,
      'Content-Type': 'application/json',
      'Content-Length': body.length,
      Expect: '100-continue',
    };
    socket.write(headOf('POST', '/v1/events', headers));
    expect(await nextStatus(socket)).toBe(100);
    socket.write(body);
    expect(await nextStatus(socket)).toBe(200);
  });
});

describe('a declared length above the limit', () => {
  const tooLong = async (method: string, path: string, type: string, length: number): Promise<number> => {
    const socket = await openSocket(api.url);
    const headers = { 'X-API-Key': keys.push, 'Content-Type': type, 'Content-Length': length };
    socket.write(headOf(method, path, headers));
    return nextStatus(socket);
  };

  it('is refused before a byte is sent', async () => {
    expect(await tooLong('PUT', `${PATH}long`, 'audio/wav', MAX_BYTES + 1)).toBe(413);
    const type = 'multipart/form-data; boundary=x';
    expect(await tooLong('POST', '/v1/recordings', type, MAX_BYTES + FORM_BYTES + 1)).toBe(413);
  });

  it('is not refused at the limit', async () => {
    const answer = await api.send(`${PATH}longest`, {
      method: 'PUT',
      headers: { 'content-type': 'audio/wav' },
      body: new Uint8Array(MAX_BYTES),
    });
    // These bytes are no audio.
    expect(answer.status).toBe(202);
  });
});
