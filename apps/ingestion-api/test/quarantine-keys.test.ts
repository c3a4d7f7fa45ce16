import { sha256Of } from '@recordings/test-kit';
import { large, small } from './audio.ts';
import { pushes, pushForm } from './push.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ MAX_HELD_BYTES: '65536' });
});
afterAll(() => api.stop());

const cut = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length - 301);
const sizes = [
  ['small', cut(small)],
  ['staged', cut(large)],
] as const;
const roads = pushes.flatMap(([road, push]) => sizes.map(([size, bytes]) => ({ road, size, push, bytes })));
const ids = ['../..', 'a/b', '/', '%2e%2e', '\\..\\', '~+&=@:?', 'ñ "x"', '通'.repeat(51), '.json'];

const stagedKeys = async (): Promise<string[]> =>
  (await api.quarantinedKeys()).filter((key) => key.startsWith('incoming/'));

describe.each(roads)('damaged bytes, $size, in $road', ({ push, bytes, road, size }) => {
  it.each(ids)('of the call %s have a key that the id cannot leave', async (id) => {
    const callId = `${id}${road[2]}${size[1]}`;
    for (let round = 0; round < 2; round += 1) expect((await push(api, callId, bytes)).status).toBe(202);
    const call = (await api.call(callId))!;
    const key = `recordings/acme/${encodeURIComponent(callId)}/${sha256Of(bytes)}`;
    expect(call.quarantined).toMatchObject([{ key, reason: 'TRUNCATED' }]);
    expect(key).toMatch(/^[\x21-\x7e]{1,1019}$/);
    expect((await api.bytesAt('quarantine', key)).equals(bytes)).toBe(true);
    const why = JSON.parse(String(await api.bytesAt('quarantine', `${key}.json`))) as object;
    expect(why).toMatchObject({ callId, tenantId: 'acme', reason: 'TRUNCATED', source: 'REALTIME' });
    expect(await stagedKeys()).toEqual([]);
  });
});

it.each(sizes)('keeps %s bytes whose call id cannot be used outside of the calls', async (_, bytes) => {
  const response = await pushForm(api, 'a\u0000b#c', bytes);
  expect(response.status).toBe(202);
  const { callId } = (await response.json()) as { callId: string };
  const key = `recordings/unidentified/${sha256Of(bytes)}`;
  expect((await api.call(callId))?.quarantined).toMatchObject([{ key, reason: 'CALL_UNIDENTIFIED' }]);
  expect((await api.bytesAt('quarantine', key)).equals(bytes)).toBe(true);
  expect(await stagedKeys()).toEqual([]);
});
