import { readFileSync } from 'node:fs';
import { parseRegistry, type RegistryGroup } from '@recordings/call-record';
import { makeRegistryFile, wavOf } from '@recordings/test-kit';
import { makeStoreRecording } from '../src/index.ts';
import { depsOn, incoming, type Memory, makeMemory, never, recordOf } from './intake-fixture.ts';

/** One second of one channel. */
const second = wavOf(16_044);
const reported = (file: string): Buffer =>
  readFileSync(new URL(`../../../../fixtures/audio/reported/${file}`, import.meta.url));

const minimum = { name: 'min-length', version: 4, kind: 'minimum-duration', minDurationMs: 1_001 } as const;

const groupWith = (...businessRules: object[]): RegistryGroup => {
  const file = makeRegistryFile({ name: 'Sales', tenant: 'acme' });
  Object.assign(file.groups[0]!, { businessRules });
  return parseRegistry(file).findGroup('Sales')!;
};

describe.each(['REALTIME', 'RECONCILIATION'] as const)('the rules for a recording by %s', (source) => {
  let memory: Memory;
  const send = (bytes: Buffer, group: RegistryGroup = groupWith()) =>
    makeStoreRecording(depsOn(memory))(incoming(bytes, { source, group }), never);

  beforeEach(() => {
    memory = makeMemory();
  });

  it('store the version of the audio rules, and no business rules if the group has none', async () => {
    await send(second);
    expect(recordOf(memory)?.audio).toMatchObject({ rulesVersion: 2, flags: [] });
    expect(recordOf(memory)?.audio).not.toHaveProperty('businessRules');
  });

  it('flag and store a recording that does not meet a rule of effect "flag"', async () => {
    const met = { ...minimum, name: 'short-enough', minDurationMs: 1_000, effect: 'quarantine' };
    const result = await send(second, groupWith(met, { ...minimum, effect: 'flag' }));
    expect(result).toMatchObject({ kind: 'stored' });
    expect(recordOf(memory)).toMatchObject({
      audioFlags: expect.arrayContaining(['BUSINESS_RULE_UNMET']),
      audio: {
        businessRules: [
          { name: 'short-enough', version: 4, effect: 'quarantine', isMet: true },
          { name: 'min-length', version: 4, effect: 'flag', isMet: false },
        ],
      },
    });
  });

  it('keep a recording in quarantine that does not meet a rule of effect "quarantine"', async () => {
    const result = await send(second, groupWith({ ...minimum, effect: 'quarantine' }));
    const detail = 'rule min-length, version 4: the recording lasts 1000 ms (at least 1001)';
    expect(result).toMatchObject({ kind: 'quarantined', reason: 'BUSINESS_RULE', detail });
    const record = recordOf(memory)!;
    const rule = { name: 'min-length', version: 4, effect: 'quarantine', isMet: false };
    expect(record).toMatchObject({
      s3Stored: false,
      outcome: { code: 'BUSINESS_RULE' },
      quarantined: [{ rulesVersion: 2, businessRules: [rule], audio: { durationMs: 1_000 } }],
    });
    const why = memory.store.quarantined.get(`${record.quarantined![0]!.key}.json`);
    expect(JSON.parse(String(why))).toMatchObject({ rulesVersion: 2, businessRules: [rule] });
    expect(memory.store.objects.size).toBe(0);
  });

  it('store a recording again that only a rule of the past kept away', async () => {
    await send(second, groupWith({ ...minimum, effect: 'quarantine' }));
    expect(
      await send(second, groupWith({ ...minimum, version: 5, minDurationMs: 900, effect: 'quarantine' })),
    ).toMatchObject({
      kind: 'stored',
    });
    expect(recordOf(memory)?.audio?.businessRules).toMatchObject([{ version: 5, isMet: true }]);
  });

  it('keep the playable length of a rejected recording on the record', async () => {
    expect(await send(reported('size-both-underreported.wav'))).toMatchObject({ reason: 'TRAILING_DATA' });
    const audio = { codec: 'pcm_s16le', channels: 1, sampleRateHz: 8_000, durationMs: 1_800 };
    expect(recordOf(memory)?.quarantined).toMatchObject([{ rulesVersion: 2, audio }]);
    expect(recordOf(memory)!.quarantined![0]!.audio).not.toHaveProperty('container');
  });

  it('keep the bytes behind a recording and the length of a silent tail', async () => {
    const tail = reported('silent-tail-two-thirds.wav');
    await send(Buffer.concat([tail, Buffer.alloc(7)]));
    expect(recordOf(memory)?.audio).toMatchObject({
      flags: ['SILENT_TAIL', 'TRAILING_DATA'],
      silentTailMs: 2_000,
      trailingBytes: 7,
    });
  });
});
