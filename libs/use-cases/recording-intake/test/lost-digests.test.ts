import { sha256Of, wavOf } from '@recordings/test-kit';
import { Crash, send } from './crashing.ts';
import { type Given, makeMemory, recordOf } from './intake-fixture.ts';
import {
  expectQuarantined,
  expectStored,
  pointsAfterStaging,
  recover,
  stagedIn,
} from './recovery-fixture.ts';

const good = wavOf(30_044);
const goodPoints = await pointsAfterStaging(good);
const distrust = { reason: 'CHECKSUM_MISMATCH', detail: 'the bytes do not have the crc32' };
const mismatch: Given = { hasDigests: true, distrust };
const mismatchPoints = await pointsAfterStaging(good, mismatch);

describe('a process that dies while it stores a staged recording with digests that only it can compare', () => {
  it.each(goodPoints)('$name: the recovery completes the call only if its object exists', async (point) => {
    const memory = makeMemory();
    await expect(send(memory, good, point, [], { hasDigests: true })).rejects.toThrow(Crash);
    const wasCreated = memory.store.objects.size === 1;
    await recover(memory);
    if (wasCreated) return expectStored(memory, good);
    expectQuarantined(memory, good, 'CHECKSUM_UNVERIFIED');
    expect(memory.store.objects.size).toBe(0);
    expect(recordOf(memory)).toMatchObject({ s3Stored: false, reconciliationStatus: 'pending' });
  });

  it.each(mismatchPoints)('$name: the recovery never stores bytes that do not have them', async (point) => {
    const memory = makeMemory();
    await expect(send(memory, good, point, [], mismatch)).rejects.toThrow(Crash);
    await recover(memory);
    expect(stagedIn(memory)).toEqual([]);
    expect(memory.store.objects.size).toBe(0);
    expect(recordOf(memory)).toMatchObject({ s3Stored: false, quarantined: [{ sha256: sha256Of(good) }] });
  });
});
