import { setTimeout as delay } from 'node:timers/promises';
import { sha256Of, wavOf } from '@recordings/test-kit';
import { FORM_TYPE, field, file, formBody } from './form-body.ts';
import { answeredStatus, closeSockets, headOf, openSocket, written } from './raw-socket.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';
import { keys } from './test-keys.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ MAX_HELD_BYTES: '65536' });
});
afterEach(closeSockets);
afterAll(() => api.stop());

/** Sends the form up to each cut, in a packet of its own. */
const sendCut = async (body: Uint8Array, cuts: readonly number[]): Promise<number> => {
  const socket = await openSocket(api.url);
  socket.setNoDelay(true);
  const headers = { 'X-API-Key': keys.push, 'Content-Type': FORM_TYPE, 'Content-Length': body.length };
  await written(socket, headOf('POST', '/v1/recordings', headers));
  const status = answeredStatus(socket);
  for (const [at, cut] of [...cuts, body.length].entries()) {
    await written(socket, body.subarray(at === 0 ? 0 : cuts[at - 1], cut));
    await delay(5);
  }
  return status;
};

describe('a large form whose packets end within what looks like its boundary', () => {
  it('is stored byte for byte', async () => {
    const recording = Buffer.from(wavOf(200_000));
    const almost = '\r\n--cut-her';
    recording.write(almost, 1_000, 'latin1');
    // The parser passes its own buffer on, then a single byte of it.
    recording.write('\r', 1_000 + almost.length + 499, 'latin1');
    const body = formBody([field('callId', 'cut'), field('groupId', 'Acme_EN'), file(recording)]);
    const start = body.indexOf(recording);
    const cuts = [0, almost.length, almost.length + 500, almost.length + 1_000].map(
      (at) => start + 1_000 + at,
    );
    expect(await sendCut(body, cuts.slice(1))).toBe(201);
    expect(await api.call('cut')).toMatchObject({ s3Stored: true, audio: { sha256: sha256Of(recording) } });
  });
});
