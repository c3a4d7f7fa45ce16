import { CallId, type CallKey, quarantineKey, TenantId } from '@recordings/call-record';
import { sha256Of, wavOf } from '@recordings/test-kit';
import { makeStoreRecording } from '../src/index.ts';
import { Crash, type CrashPoint, crashing } from './crashing.ts';
import { depsOn, type Given, incoming, type Memory, makeMemory, never, recordOf } from './intake-fixture.ts';
import { inPieces } from './memory-store.ts';

const sizes = [
  ['held in memory', 8_044],
  ['staged', 30_044],
] as const;
const unidentified = { distrust: { reason: 'CALL_UNIDENTIFIED', detail: 'no call id' } };

const roads: readonly (readonly [string, Given])[] = [
  ['a push whose bytes are cut short', { declared: { sizeBytes: 99_999 } }],
  ['a push with another checksum', { declared: { sha256: 'ab'.repeat(32) } }],
  ['a push that names no call', unidentified],
  ['a download with another checksum', { declared: { sha256: 'ab'.repeat(32) }, source: 'RECONCILIATION' }],
  ['a conflict with the stored recording', {}],
];

const cases = roads.flatMap(([road, given]) =>
  sizes.map(([how, sizeBytes]) => ({ name: `${road}, ${how}`, given, bytes: wavOf(sizeBytes, 3) })),
);

const send = (memory: Memory, bytes: Buffer, given: Given, point?: CrashPoint, calls?: string[]) =>
  makeStoreRecording(crashing(depsOn(memory), point, calls))(
    incoming(bytes, { ...given, body: inPieces(bytes, 8_000) }),
    never,
  );

/** Where another recording of the call is stored, as a conflict needs it. */
const makeStoredMemory = async (isConflict: boolean): Promise<Memory> => {
  const memory = makeMemory();
  if (isConflict) await makeStoreRecording(depsOn(memory))(incoming(wavOf(6_044, 1)), never);
  return memory;
};

/** Neither a record nor an event names a staged key, and every quarantined key that a record names has its bytes. */
const expectNothingStagedIsNamed = ({ store, records, published }: Memory): void => {
  expect(JSON.stringify([...records.values(), ...published])).not.toContain('incoming/');
  for (const { quarantined = [] } of records.values())
    for (const { key, sha256 } of quarantined) expect(sha256Of(store.quarantined.get(key)!)).toBe(sha256);
};

describe.each(cases)('$name', ({ given, bytes }) => {
  const isConflict = Object.keys(given).length === 0;

  it('is kept outside of incoming/, and its staged object is deleted', async () => {
    const memory = await makeStoredMemory(isConflict);
    for (let round = 0; round < 2; round += 1) {
      expect(await send(memory, bytes, given)).toMatchObject({ kind: 'quarantined' });
      expectNothingStagedIsNamed(memory);
    }
    const [named, ...more] = recordOf(memory)!.quarantined!;
    expect(more).toEqual([]);
    const folder = given === unidentified ? 'recordings/unidentified' : 'recordings/acme/call-1';
    expect(named?.key).toBe(`${folder}/${sha256Of(bytes)}`);
    expect([...memory.store.quarantined.keys()].sort()).toEqual([named!.key, `${named!.key}.json`]);
  });

  it('has no record that names a staged key, whenever the process dies', async () => {
    const calls: string[] = [];
    await send(await makeStoredMemory(isConflict), bytes, given, undefined, calls);
    for (const [call] of calls.entries())
      for (const when of ['before', 'after'] as const) {
        const memory = await makeStoredMemory(isConflict);
        await expect(send(memory, bytes, given, { call, when })).rejects.toThrow(Crash);
        expectNothingStagedIsNamed(memory);
        expect(await send(memory, bytes, given)).toMatchObject({ kind: 'quarantined' });
        expectNothingStagedIsNamed(memory);
      }
  });
});

describe('a staged object', () => {
  const awkward: CallKey = {
    tenantId: TenantId.parse('ñandú/..'),
    callId: CallId.parse(`../${'通'.repeat(52 - 8)} "x"`),
  };

  it('says in its metadata, in ASCII, whose it is and how it came, before it is judged', async () => {
    const memory = makeMemory();
    const bytes = wavOf(30_044);
    const body = (async function* () {
      yield* inPieces(bytes);
      throw new Error('the connection broke');
    })();
    const source = 'RECONCILIATION' as const;
    const recording = { ...incoming(bytes, { body }), origin: { ...awkward, source } };
    await expect(makeStoreRecording(depsOn(memory))(recording, never)).rejects.toThrow('connection');
    const [[key, metadata] = ['', {}]] = memory.store.metadata;
    expect(key).toMatch(/^incoming\/upload-\d+$/);
    expect(metadata).toEqual({
      'tenant-id': encodeURIComponent(awkward.tenantId),
      'call-id': encodeURIComponent(awkward.callId),
      source,
    });
    expect(Object.values(metadata).join('')).toMatch(/^[\x21-\x7e]+$/);
  });

  it('has no call in its metadata if the recording names none', async () => {
    const memory = makeMemory();
    const origin = { tenantId: awkward.tenantId, source: 'REALTIME' as const };
    const bytes = wavOf(30_044);
    await makeStoreRecording(depsOn(memory))({ ...incoming(bytes, unidentified), origin }, never);
    const [[, metadata] = ['', {}]] = memory.store.metadata;
    expect(metadata).toEqual({ 'tenant-id': encodeURIComponent(awkward.tenantId), source: 'REALTIME' });
  });

  it('keeps its call under a key that no id can lead out of, and that fits into S3', async () => {
    const memory = makeMemory();
    const bytes = wavOf(30_044);
    await send(memory, bytes, { key: awkward, declared: { sizeBytes: 1 } });
    const key = quarantineKey(awkward, sha256Of(bytes));
    expect([...memory.store.quarantined.keys()]).toEqual([key, `${key}.json`]);
    expect(key.split('/')).toHaveLength(4);
    expect(key).toMatch(/^[\x21-\x7e]{1,1019}$/);
    expect(new URL(`https://s3.example/${key}`).pathname).toBe(`/${key}`);
  });
});

describe('an older record that names a staged key', () => {
  it('names the durable key once the same bytes come again', async () => {
    const memory = makeMemory();
    const bytes = wavOf(30_044);
    await send(memory, bytes, unidentified);
    const id = 'acme#call-1';
    const record = memory.records.get(id)!;
    const [named] = record.quarantined!;
    memory.records.set(id, { ...record, quarantined: [{ ...named!, key: 'incoming/1' }] });
    await send(memory, bytes, unidentified);
    expect(recordOf(memory)).toMatchObject({ quarantined: [{ key: named!.key }], quarantinedCount: 1 });
  });
});
