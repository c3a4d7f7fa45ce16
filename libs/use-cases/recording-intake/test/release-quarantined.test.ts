import { type CallKey, giveUpCall } from '@recordings/call-record';
import { sha256Of, wavOf } from '@recordings/test-kit';
import { makeReleaseQuarantined, makeStoreRecording } from '../src/index.ts';
import { depsOn, group, incoming, key, type Memory, makeMemory, never, recordOf } from './intake-fixture.ts';

const cut = wavOf(16_044).subarray(0, 9_000);
const sha256 = sha256Of(cut);
const release = { ...key, sha256, by: 'alice', reason: 'the call was cut by the caller' };

let memory: Memory;
beforeEach(async () => {
  memory = makeMemory();
  await makeStoreRecording(depsOn(memory))(incoming(cut), never);
  expect(recordOf(memory)).toMatchObject({ s3Stored: false, quarantined: [{ sha256 }] });
});

const makeRelease = (store = memory.store) =>
  makeReleaseQuarantined({
    ...depsOn(memory),
    store,
    readQuarantine: memory.store.readQuarantine,
    findGroup: () => group,
    getCall: ({ tenantId, callId }: CallKey) => Promise.resolve(memory.records.get(`${tenantId}#${callId}`)),
  });

describe('a person who accepts rejected bytes', () => {
  it('makes them the recording of the call, and the bytes and their verdict stay', async () => {
    const kept = new Map(memory.store.quarantined);
    expect(await makeRelease()(release, never)).toBe('released');
    const record = recordOf(memory)!;
    expect(record).toMatchObject({
      s3Stored: true,
      recoveredBy: 'manual',
      audio: { sha256, bytes: cut.length, flags: ['ACCEPTED_BY_PERSON'] },
      quarantined: [{ sha256, reason: expect.any(String) as string }],
      lastManualAction: { what: 'release', by: 'alice', reason: release.reason },
    });
    expect([...memory.store.objects.values()].map(({ bytes }) => sha256Of(bytes))).toEqual([sha256]);
    expect(memory.store.quarantined).toEqual(kept);
    expect(memory.published).toMatchObject([{ callId: 'call-1', sha256 }]);
  });

  it('releases bytes of a call that was given up', async () => {
    const id = `${key.tenantId}#${key.callId}`;
    const { next } = giveUpCall(
      { code: 'RETENTION_EXPIRED', message: 'gone' },
      { group, shardCount: 4, now: '2026-04-01T00:00:00.000Z', by: 'test' },
    )(memory.records.get(id));
    memory.records.set(id, next!);
    expect(await makeRelease()(release, never)).toBe('released');
  });

  it('never replaces the recording of the call', async () => {
    await makeStoreRecording(depsOn(memory))(incoming(wavOf(16_044, 2)), never);
    const objects = new Map(memory.store.objects);
    expect(await makeRelease()(release, never)).toBe('stored');
    expect(memory.store.objects).toEqual(objects);
  });

  it('leaves an object of other bytes that a crash left without its record', async () => {
    const other = wavOf(16_044, 3);
    memory.store.objects.set('unassigned/acme/call-1', { bytes: other, contentType: 'audio/wav' });
    memory.store.objects.set(`${group.lineOfBusiness.default}/acme/call-1`, {
      ...{ bytes: other, contentType: 'audio/wav' },
    });
    expect(await makeRelease()(release, never)).toBe('stored');
    expect(recordOf(memory)).toMatchObject({ s3Stored: false });
  });

  it('goes on with a copy that a crash left without its record', async () => {
    const crashing = {
      ...memory.store,
      promote: (...args: Parameters<typeof memory.store.promote>) =>
        memory.store.promote(...args).then(() => Promise.reject(new Error('died'))),
    };
    await expect(makeRelease(crashing)(release, never)).rejects.toThrow('died');
    expect(recordOf(memory)).toMatchObject({ s3Stored: false });
    expect(await makeRelease()(release, never)).toBe('released');
    expect(memory.store.objects.size).toBe(1);
  });

  it('lets a good recording that comes after such a crash complete the call with the accepted bytes', async () => {
    const { promote } = memory.store;
    const store = {
      ...memory.store,
      promote: (...args: Parameters<typeof promote>) =>
        promote(...args).then(() => Promise.reject(new Error('died'))),
    };
    await expect(makeRelease(store)(release, never)).rejects.toThrow('died');
    const good = wavOf(16_044, 2);
    await makeStoreRecording(depsOn(memory))(incoming(good), never);
    expect(recordOf(memory)).toMatchObject({ s3Stored: true, audio: { sha256 } });
    expect(recordOf(memory)!.quarantined!.map((one) => one.sha256)).toContain(sha256Of(good));
  });

  it('publishes again what a process may have stored without publishing it', async () => {
    await makeRelease()(release, never);
    memory.published.length = 0;
    expect(await makeRelease()(release, never)).toBe('released');
    expect(memory.published).toMatchObject([{ callId: 'call-1', sha256 }]);
  });

  it.each([
    ['no bytes', { ...release, sha256: 'f'.repeat(64) }],
    ['no call', { ...release, callId: 'call-2' as typeof release.callId }],
  ])('learns that there is %s', async (result, asked) => {
    expect(await makeRelease()(asked, never)).toBe(result);
  });

  it('is refused if the bytes are not those that the record lists', async () => {
    const [listed] = recordOf(memory)!.quarantined!;
    memory.store.quarantined.set(listed!.key, Buffer.from('other'));
    await expect(makeRelease()(release, never)).rejects.toThrow('another SHA-256');
    expect(memory.store.objects.size).toBe(0);
  });
});
