import { AUDIO_RULES_VERSION } from '@recordings/audio';
import { recordQuarantined } from '@recordings/call-record';
import { sha256Of, wavOf } from '@recordings/test-kit';
import type { AnewDeps } from '../src/anew/anew-deps.ts';
import { type AnewEvent, makeJudgeAnew, makeStoreRecording } from '../src/index.ts';
import {
  depsOn,
  group,
  incoming,
  key,
  type Memory,
  makeMemory,
  never,
  recordOf,
  stagingDepsOn,
} from './intake-fixture.ts';

const good = wavOf(8_044);
const cut = good.subarray(0, 7_001);
const keyOf = (bytes: Buffer): string => `recordings/acme/call-1/${sha256Of(bytes)}`;

/** Bytes that rules of version 1 rejected, as their record and their explanation say. */
const quarantineByOldRules = async (memory: Memory, bytes: Buffer, over: object = {}): Promise<void> => {
  const sha256 = sha256Of(bytes);
  const at = '2026-01-01T00:00:00.000Z';
  const facts = { groupId: 'Sales' };
  const rejected = {
    key: keyOf(bytes),
    sha256,
    sizeBytes: bytes.length,
    reason: 'TRUNCATED',
    detail: 'old',
    at,
  };
  memory.store.quarantined.set(keyOf(bytes), bytes);
  const explanation = { ...key, ...rejected, declared: {}, source: 'REALTIME', facts, ...over };
  memory.store.quarantined.set(`${keyOf(bytes)}.json`, Buffer.from(JSON.stringify(explanation)));
  const context = { group, shardCount: 4, now: at, by: 'test' };
  await depsOn(memory).calls.change(key, recordQuarantined(key, facts, rejected, context));
};

const judge = async (memory: Memory, over: Partial<AnewDeps> = {}, signal = never): Promise<AnewEvent[]> => {
  const events: AnewEvent[] = [];
  await makeJudgeAnew({
    ...stagingDepsOn(memory),
    maxPerRound: 100,
    note: (event) => void events.push(event),
    ...over,
  })(signal);
  return events;
};

const explanationOf = ({ store }: Memory, bytes: Buffer): Record<string, unknown> =>
  JSON.parse(String(store.quarantined.get(`${keyOf(bytes)}.json`))) as Record<string, unknown>;

describe('judging quarantined recordings anew', () => {
  it('stores a recording that the rules of today accept, and keeps its bytes in quarantine too', async () => {
    const memory = makeMemory();
    await quarantineByOldRules(memory, good);
    const events = await judge(memory);
    expect(recordOf(memory)).toMatchObject({
      s3Stored: true,
      audioProcessed: true,
      audio: { sha256: sha256Of(good), rulesVersion: AUDIO_RULES_VERSION },
      reconciliationStatus: 'completed',
    });
    expect(memory.store.objects.get('sales/acme/call-1')?.bytes.equals(good)).toBe(true);
    expect(memory.store.quarantined.get(keyOf(good))?.equals(good)).toBe(true);
    expect(explanationOf(memory, good)).toMatchObject({
      rulesVersion: AUDIO_RULES_VERSION,
      acceptedAt: expect.any(String) as string,
    });
    expect(memory.published).toHaveLength(1);
    expect(events).toMatchObject([
      { type: 'quarantined_judged_anew', result: 'stored' },
      { type: 'judging_anew_completed', rulesVersion: AUDIO_RULES_VERSION, judged: 1, failed: 0 },
    ]);
  });

  it('gives a recording that they reject too the reason and the version of today, and no attempts', async () => {
    const memory = makeMemory();
    await quarantineByOldRules(memory, cut, { reason: 'NOT_AUDIO' });
    const { reconciliationAttempts } = recordOf(memory)!;
    await judge(memory);
    expect(recordOf(memory)).toMatchObject({
      s3Stored: false,
      reconciliationAttempts,
      quarantined: [{ reason: 'TRUNCATED', rulesVersion: AUDIO_RULES_VERSION }],
      quarantinedCount: 1,
    });
    expect(explanationOf(memory, cut)).toMatchObject({
      reason: 'TRUNCATED',
      rulesVersion: AUDIO_RULES_VERSION,
    });
  });

  it.each([
    ['the rules of today', { rulesVersion: AUDIO_RULES_VERSION }],
    ['newer rules', { rulesVersion: AUDIO_RULES_VERSION + 1 }],
  ])('leaves a verdict of %s as it is', async (_, over) => {
    const memory = makeMemory();
    await quarantineByOldRules(memory, good, over);
    expect(await judge(memory)).toMatchObject([{ type: 'judging_anew_completed', judged: 0 }]);
    expect(recordOf(memory)).toMatchObject({ s3Stored: false });
  });

  it.each([
    ['length', { declared: { sizeBytes: 99 } }],
    ['checksum', { declared: { sha256: 'ab'.repeat(32) } }],
  ])('does not accept bytes of another %s than declared', async (_, over) => {
    const memory = makeMemory();
    await quarantineByOldRules(memory, good, over);
    await judge(memory);
    expect(recordOf(memory)).toMatchObject({ s3Stored: false });
  });

  it.each(['CHECKSUM_MISMATCH', 'CHECKSUM_UNVERIFIED'])(
    'never accepts bytes that are in quarantine as %s: no audio rule proves them',
    async (reason) => {
      const memory = makeMemory();
      await quarantineByOldRules(memory, good, { reason });
      expect(await judge(memory)).toMatchObject([{ type: 'judging_anew_completed', judged: 0 }]);
      expect(recordOf(memory)).toMatchObject({ s3Stored: false });
      expect(memory.store.objects.size).toBe(0);
    },
  );

  it('leaves bytes of a call that is stored as they are', async () => {
    const memory = makeMemory();
    await quarantineByOldRules(memory, good);
    await makeStoreRecording(depsOn(memory))(incoming(wavOf(8_044, 2)), never);
    expect(await judge(memory)).toMatchObject([{ type: 'judging_anew_completed', judged: 0 }]);
    expect(recordOf(memory)).toMatchObject({ audio: { sha256: sha256Of(wavOf(8_044, 2)) } });
  });

  it('leaves a call alone whose record does not list the rejected bytes any more', async () => {
    const memory = makeMemory();
    await quarantineByOldRules(memory, cut);
    const id = 'acme#call-1';
    memory.records.set(id, { ...recordOf(memory)!, quarantined: [] });
    const before = recordOf(memory);
    await judge(memory);
    expect(recordOf(memory)).toEqual(before);
    expect(explanationOf(memory, cut)).toMatchObject({ rulesVersion: AUDIO_RULES_VERSION });
  });

  it('goes on in the next round where it stopped, and looks at each recording once', async () => {
    const memory = makeMemory();
    const all = [2, 3, 4].map((seed) => wavOf(8_044, seed).subarray(0, 7_001));
    for (const bytes of all) await quarantineByOldRules(memory, bytes);
    const rounds: string[][] = [];
    for (let round = 0; round < 5; round += 1) {
      rounds.push((await judge(memory, { maxPerRound: 1 })).map(({ type }) => type));
    }
    const one = ['quarantined_judged_anew'];
    expect(rounds).toEqual([one, one, [...one, 'judging_anew_completed'], [], []]);
  });

  it('tries a recording that fails in three passes, and then leaves it', async () => {
    const memory = makeMemory();
    await quarantineByOldRules(memory, good);
    const readQuarantine: AnewDeps['readQuarantine'] = (one, signal) =>
      one === keyOf(good)
        ? Promise.reject(new Error('S3 is away'))
        : memory.store.readQuarantine(one, signal);
    const types: string[] = [];
    for (let round = 0; round < 5; round += 1)
      types.push(...(await judge(memory, { readQuarantine })).map(({ type }) => type));
    expect(types).toEqual([
      'judging_anew_failed',
      'judging_anew_failed',
      'judging_anew_failed',
      'judging_anew_completed',
    ]);
    expect(recordOf(memory)).toMatchObject({ s3Stored: false });
  });

  it('counts no failure of a recording that is interrupted by the end of the process, and judges it again', async () => {
    const memory = makeMemory();
    await quarantineByOldRules(memory, good);
    const stop = new AbortController();
    const events: AnewEvent[] = [];
    const readQuarantine: AnewDeps['readQuarantine'] = (one, signal) => {
      if (one === keyOf(good)) stop.abort(new Error('shutting down'));
      return stop.signal.aborted
        ? Promise.reject(new Error('the request was aborted'))
        : memory.store.readQuarantine(one, signal);
    };
    const note = (event: AnewEvent) => void events.push(event);
    await expect(judge(memory, { readQuarantine, note }, stop.signal)).rejects.toThrow('shutting down');
    expect(events).toEqual([]);
    expect(await judge(memory)).toMatchObject([{ result: 'stored' }, { judged: 1, failed: 0 }]);
  });

  it('judges nothing while another instance has the claim', async () => {
    const memory = makeMemory();
    await quarantineByOldRules(memory, good);
    expect(await judge(memory, { claim: () => Promise.resolve(false) })).toEqual([]);
    expect(recordOf(memory)).toMatchObject({ s3Stored: false });
  });
});
