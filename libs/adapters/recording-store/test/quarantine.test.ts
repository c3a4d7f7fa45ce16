import { KeyTakenError } from '../src/errors.ts';
import { audioOf, never, type StoreFixture, startStore } from './store-fixture.ts';

describe('quarantine', () => {
  let fixture: StoreFixture;
  const audio = audioOf(5000);
  const reason = { code: 'NOT_AUDIO', message: 'ñandú' };

  beforeEach(async () => {
    fixture = await startStore();
  });
  afterEach(() => fixture.stop());

  const reasonFor = async (key: string): Promise<unknown> =>
    JSON.parse((await fixture.bytesAt({ bucket: fixture.quarantine, key: `${key}.json` })).toString());

  it('keeps the bytes and, beside them, the reason', async () => {
    await fixture.store.quarantine('bad', [audio.subarray(0, 9), audio.subarray(9)], reason, never);
    expect((await fixture.bytesAt({ bucket: fixture.quarantine, key: 'bad' })).equals(audio)).toBe(true);
    expect(await reasonFor('bad')).toEqual(reason);
  });

  it('may be repeated, and keeps the last reason', async () => {
    await fixture.store.quarantine('bad', [audio], reason, never);
    await fixture.store.quarantine('bad', [audio], { code: 'CONFLICT' }, never);
    expect(await reasonFor('bad')).toEqual({ code: 'CONFLICT' });
    expect(await fixture.keysIn(fixture.quarantine)).toEqual(['bad', 'bad.json']);
  });

  it('refuses other bytes under the same key, and keeps the first ones with their reason', async () => {
    await fixture.store.quarantine('bad', [audio], reason, never);
    await expect(
      fixture.store.quarantine('bad', [audioOf(5000, 2)], { code: 'OTHER' }, never),
    ).rejects.toThrow(KeyTakenError);
    expect((await fixture.bytesAt({ bucket: fixture.quarantine, key: 'bad' })).equals(audio)).toBe(true);
    expect(await reasonFor('bad')).toEqual(reason);
  });

  it('explains a staged object, without touching it', async () => {
    const upload = await fixture.store.stage('staged', 'audio/wav', never);
    await upload.write(audio);
    await upload.finish();
    await fixture.store.explainQuarantined('staged', reason, never);
    expect(await reasonFor('staged')).toEqual(reason);
    expect((await fixture.bytesAt({ bucket: fixture.quarantine, key: 'staged' })).equals(audio)).toBe(true);
  });

  it('keeps no bytes if the signal is aborted', async () => {
    const shutdown = new Error('shutting down');
    await expect(fixture.store.quarantine('bad', [audio], reason, AbortSignal.abort(shutdown))).rejects.toBe(
      shutdown,
    );
    expect(await fixture.keysIn(fixture.quarantine)).toEqual([]);
  });
});
