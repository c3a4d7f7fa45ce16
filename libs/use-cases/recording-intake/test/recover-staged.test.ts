import { sha256Of, wavOf } from '@recordings/test-kit';
import { makeRecoverStaged, type StagingEvent } from '../src/index.ts';
import type { StagingDeps } from '../src/staging/staging-deps.ts';
import { Crash, type CrashPoint, crashing, crashPointsOf, send } from './crashing.ts';
import {
  depsOn,
  type Given,
  type Memory,
  makeMemory,
  never,
  recordOf,
  stagingDepsOn,
} from './intake-fixture.ts';
import { stagedAt } from './memory-store.ts';
import {
  expectQuarantined,
  expectStored,
  pointsAfterStaging,
  recover,
  stagedIn,
} from './recovery-fixture.ts';

const good = wavOf(30_044);
const cut = good.subarray(0, good.length - 501);

const goodPoints = await pointsAfterStaging(good);
const cutPoints = await pointsAfterStaging(cut);

describe('a process that dies while it stores a staged recording, whose sender never sends it again', () => {
  it.each(goodPoints)('$name: the recovery stores it, once', async (point) => {
    const memory = makeMemory();
    await expect(send(memory, good, point)).rejects.toThrow(Crash);
    await recover(memory);
    expectStored(memory, good);
  });

  it.each(cutPoints)('$name: the recovery quarantines damaged bytes', async (point) => {
    const memory = makeMemory();
    await expect(send(memory, cut, point)).rejects.toThrow(Crash);
    await recover(memory);
    expectQuarantined(memory, cut, 'TRUNCATED');
    expect(recordOf(memory)).toMatchObject({ s3Stored: false, reconciliationStatus: 'pending' });
    expect(memory.rejected.at(-1)).toMatchObject({ callId: 'call-1', reason: 'TRUNCATED' });
  });

  it.each([
    ['before finish', 'finish', 'before'],
    ['before stage', 'stage', 'before'],
  ] as const)('%s: nothing is staged, and the recovery finds nothing', async (_, name, when) => {
    const calls: string[] = [];
    await send(makeMemory(), good, undefined, calls);
    const memory = makeMemory();
    await expect(send(memory, good, { call: calls.indexOf(name), when })).rejects.toThrow(Crash);
    expect(await recover(memory)).toEqual([
      { type: 'staging_searched', finished: 0, failed: 0, oldestAgeMs: 0 },
    ]);
    expect(recordOf(memory)).toBeUndefined();
  });
});

/** A process that died after the last byte was staged, before it wrote anything else. */
const leave = async (memory: Memory, bytes: Uint8Array, given: Given = {}): Promise<void> => {
  const calls: string[] = [];
  await send(makeMemory(), bytes, undefined, calls, given);
  const point = { call: calls.indexOf('finish'), when: 'after' } as const;
  const before = stagedIn(memory).length;
  await expect(send(memory, bytes, point, [], given)).rejects.toThrow(Crash);
  expect(stagedIn(memory)).toHaveLength(before + 1);
};

const recoverTo = (memory: Memory, point: CrashPoint | undefined, calls: string[] = []) =>
  makeRecoverStaged(stagingDepsOn(memory, crashing(depsOn(memory), point, calls)))(never);

const recoveryPoints = async (bytes: Uint8Array) => {
  const memory = makeMemory();
  await leave(memory, bytes);
  return crashPointsOf((calls) => recoverTo(memory, undefined, calls));
};

const goodRecovery = await recoveryPoints(good);
const cutRecovery = await recoveryPoints(cut);

describe('a recovery that dies', () => {
  it.each(goodRecovery)('$name: the next one finishes the recording', async (point) => {
    const memory = makeMemory();
    await leave(memory, good);
    await recoverTo(memory, point);
    await recover(memory);
    expect(stagedIn(memory)).toEqual([]);
    expect(recordOf(memory)).toMatchObject({ s3Stored: true, audio: { sha256: sha256Of(good) } });
    expect(memory.store.objects.size).toBe(1);
  });

  it.each(cutRecovery)('$name: the next one quarantines damaged bytes', async (point) => {
    const memory = makeMemory();
    await leave(memory, cut);
    await recoverTo(memory, point);
    await recover(memory);
    expectQuarantined(memory, cut, 'TRUNCATED');
  });
});

describe('the recovery of staged recordings', () => {
  it('stores a download that OCP has deleted since', async () => {
    const memory = makeMemory();
    await leave(memory, good, { source: 'RECONCILIATION' });
    await recover(memory);
    expectStored(memory, good, 'RECONCILIATION');
  });

  it('says of a rejected download from which job it came', async () => {
    const memory = makeMemory();
    const download = { exportJobId: 'job 1', recordingId: 'rec/ä' };
    await leave(memory, cut, { source: 'RECONCILIATION', download });
    await recover(memory);
    expect(recordOf(memory)?.quarantined).toMatchObject([
      { recordingId: 'rec/ä', downloadedFrom: ['job 1'], reason: 'TRUNCATED' },
    ]);
  });

  it.each([
    ['LENGTH_MISMATCH', { sizeBytes: 99_999 }],
    ['CHECKSUM_MISMATCH', { sha256: 'ab'.repeat(32) }],
  ])('compares the bytes with what their sender declared: %s', async (reason, declared) => {
    const memory = makeMemory();
    await leave(memory, good, { declared });
    await recover(memory);
    expectQuarantined(memory, good, reason);
  });

  it('discards bytes that are stored already, because their sender sent them again', async () => {
    const memory = makeMemory();
    await leave(memory, good);
    await send(memory, good);
    const events = await recover(memory);
    expectStored(memory, good);
    expect(events).toMatchObject([
      { type: 'staged_recording_finished', result: 'stored before', stagedAt },
      { type: 'staging_searched', finished: 1, failed: 0 },
    ]);
  });

  it('keeps bytes that differ from the stored recording, as a conflict', async () => {
    const memory = makeMemory();
    await leave(memory, wavOf(30_044, 2));
    await send(memory, good);
    await recover(memory);
    expectQuarantined(memory, wavOf(30_044, 2), 'CONFLICT');
    expect(recordOf(memory)).toMatchObject({ s3Stored: true, audio: { sha256: sha256Of(good) } });
  });

  it('stores one recording that was staged several times once', async () => {
    const memory = makeMemory();
    for (let times = 0; times < 3; times += 1) await leave(memory, good);
    await recover(memory);
    expectStored(memory, good);
  });

  it('leaves an object alone whose upload may be under way', async () => {
    const memory = makeMemory();
    await leave(memory, good);
    await recover(memory, { minAgeMs: 86_400_000 });
    expect(stagedIn(memory)).toHaveLength(1);
    expect(recordOf(memory)).toBeUndefined();
  });

  it('goes on after an object that cannot be finished, keeps it, and says for how long it has been staged', async () => {
    const memory = makeMemory();
    await leave(memory, good);
    const [poison] = stagedIn(memory);
    await leave(memory, good);
    const readQuarantine: StagingDeps['readQuarantine'] = (key, signal) =>
      key === poison ? Promise.reject(new Error('S3 is away')) : memory.store.readQuarantine(key, signal);
    const events = await recover(memory, { readQuarantine });
    expect(stagedIn(memory)).toEqual([poison]);
    expect(recordOf(memory)).toMatchObject({ s3Stored: true });
    expect(events.map(({ type }) => type)).toEqual([
      'staged_recording_failed',
      'staged_recording_finished',
      'staging_searched',
    ]);
    const searched = events.at(-1);
    expect(searched).toMatchObject({ finished: 1, failed: 1 });
    expect(searched?.type === 'staging_searched' && searched.oldestAgeMs).toBeGreaterThan(3_600_000);
  });

  it('reports nothing of a recording that is interrupted by the end of the process, and keeps it', async () => {
    const memory = makeMemory();
    await leave(memory, good);
    const stop = new AbortController();
    const events: StagingEvent[] = [];
    const readQuarantine: StagingDeps['readQuarantine'] = () => {
      stop.abort(new Error('shutting down'));
      return Promise.reject(new Error('the request was aborted'));
    };
    const note = (event: StagingEvent) => void events.push(event);
    await expect(recover(memory, { readQuarantine, note }, stop.signal)).rejects.toThrow('shutting down');
    expect(events).toEqual([]);
    expect(stagedIn(memory)).toHaveLength(1);
  });

  it('does nothing while another instance has the claim, also if it takes it midway', async () => {
    const memory = makeMemory();
    await leave(memory, good);
    expect(await recover(memory, { claim: () => Promise.resolve(false) })).toEqual([
      { type: 'staging_claimed_elsewhere' },
    ]);
    const answers = [true, false];
    await recover(memory, { claim: () => Promise.resolve(answers.shift()!) });
    expect(stagedIn(memory)).toHaveLength(1);
  });

  it('keeps bytes that do not say whose they are in quarantine, as of an unidentified call', async () => {
    const memory = makeMemory();
    memory.store.quarantined.set('incoming/stray', good);
    const events = await recover(memory);
    expect(stagedIn(memory)).toEqual([]);
    expect(events).toMatchObject([
      { result: 'quarantined', reason: 'CALL_UNIDENTIFIED', tenantId: 'unknown' },
      { finished: 1 },
    ]);
    const key = `recordings/unidentified/${sha256Of(good)}`;
    expect(memory.store.quarantined.get(key)?.equals(good)).toBe(true);
  });

  it('uses the group on the record of the call if the recording named none', async () => {
    const memory = makeMemory();
    await leave(memory, good);
    const [key] = stagedIn(memory);
    const { 'group-id': _, ...rest } = memory.store.metadata.get(key!)!;
    memory.store.metadata.set(key!, rest);
    const other = makeMemory();
    await send(other, good);
    const record = recordOf(other)!;
    memory.records.set('acme#call-1', { ...record, s3Stored: false, location: undefined, audio: undefined });
    await recover(memory);
    expectStored(memory, good);
  });
});
