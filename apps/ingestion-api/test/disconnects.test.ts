import { waitUntil } from '@recordings/test-kit';
import { large, small } from './audio.ts';
import { cdrEnd } from './call-events.ts';
import { FORM_TYPE, formBody } from './form-body.ts';
import { closeSockets, headOf, openSocket, written } from './raw-socket.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';
import { keys } from './test-keys.ts';

const formOf = (callId: string, bytes: Uint8Array): Buffer =>
  formBody([
    { name: 'callId', value: callId },
    { name: 'groupId', value: 'Acme_EN' },
    { name: 'file', value: bytes, fileName: 'recording.wav' },
  ]);

const chunked = (bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);

/** How a sender sends a recording: the head and the body of its request. */
const senders = [
  {
    how: 'a form',
    head: (callId: string, bytes: Uint8Array) =>
      headOf('POST', '/v1/recordings', {
        'X-API-Key': keys.push,
        'Content-Type': FORM_TYPE,
        'Content-Length': formOf(callId, bytes).length,
      }),
    body: formOf,
  },
  {
    how: 'a raw body',
    head: (callId: string, bytes: Uint8Array) => rawHead(callId, { 'Content-Length': bytes.length }),
    body: (_: string, bytes: Uint8Array) => Buffer.from(bytes),
  },
  {
    how: 'a raw body in chunks',
    head: (callId: string) => rawHead(callId, { 'Transfer-Encoding': 'chunked' }),
    body: (_: string, bytes: Uint8Array) => chunked(bytes),
  },
];

const rawHead = (callId: string, headers: Record<string, string | number>): string =>
  headOf('PUT', `/v1/recordings/acme/${callId}`, {
    'X-API-Key': keys.push,
    'X-Group-Id': 'Acme_EN',
    'Content-Type': 'audio/wav',
    ...headers,
  });

describe.each(senders)('a sender of $how that disconnects', ({ how, head, body }) => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ MAX_HELD_BYTES: '65536' });
  });
  afterEach(closeSockets);
  afterAll(() => api.stop());

  const brokenOff = (): number => api.logged.filter((line) => line.includes('UPLOAD_BROKEN_OFF')).length;

  /** Sends a share of the body and disconnects. Resolves when the service has logged it. */
  const sendAndGo = async (callId: string, bytes: Buffer, share: number, ending: 'reset' | 'end') => {
    const before = brokenOff();
    const socket = await openSocket(api.url);
    const whole = body(callId, bytes);
    await written(socket, head(callId, bytes));
    await written(socket, whole.subarray(0, Math.floor(whole.length * share)));
    if (ending === 'reset') socket.resetAndDestroy();
    else socket.end();
    await waitUntil('the service has noticed', () => brokenOff() > before);
  };

  const expectNothing = async (callId: string): Promise<void> => {
    expect(await api.finalObjects()).toEqual([]);
    expect(await api.quarantinedKeys()).toEqual([]);
    await waitUntil('no upload is open', async () => (await api.openUploads()) === 0);
    expect((await api.call(callId))?.s3Stored).not.toBe(true);
  };

  it.each([
    ['small', small, 0.5, 'reset'],
    ['small', small, 0.5, 'end'],
    ['staged', large, 0.9, 'reset'],
    ['staged', large, 0.9, 'end'],
    ['small', small, 0.02, 'reset'],
  ] as const)('midway in a %s recording stores nothing (%#)', async (_, bytes, share, ending) => {
    await sendAndGo('gone', bytes, share, ending);
    await expectNothing('gone');
    expect(await api.call('gone')).toBeUndefined();
  });

  it('just before the last byte stores nothing, although the audio may be complete', async () => {
    const whole = body('nearly', large);
    await sendAndGo('nearly', large, (whole.length - 1) / whole.length, 'end');
    await expectNothing('nearly');
  });

  it('does not change an existing call', async () => {
    await api.postEvents(cdrEnd('known'));
    const before = await api.call('known');
    await sendAndGo('known', large, 0.7, 'reset');
    await expectNothing('known');
    expect(await api.call('known')).toEqual(before);
  });

  it('and sends again gets its recording stored', async () => {
    const callId = `again-${how.length}`;
    await sendAndGo(callId, large, 0.7, 'reset');
    const socket = await openSocket(api.url);
    await written(socket, head(callId, large));
    await written(socket, body(callId, large));
    if (how.endsWith('chunks')) await written(socket, '0\r\n\r\n');
    await waitUntil('it is stored', async () => (await api.call(callId))?.s3Stored === true);
    socket.destroy();
    const [object] = await api.finalObjects();
    expect(
      (await api.bytesAt('recordings-sales', object!.slice('recordings-sales/'.length))).equals(large),
    ).toBe(true);
  });
});
