import { sha256Of } from '@recordings/test-kit';
import { makeRecoverStaged, type StagingEvent } from '../src/index.ts';
import type { StagingDeps } from '../src/staging/staging-deps.ts';
import { crashPointsOf, send } from './crashing.ts';
import { type Given, type Memory, makeMemory, never, recordOf, stagingDepsOn } from './intake-fixture.ts';

export const stagedIn = ({ store }: Memory) =>
  [...store.quarantined.keys()].filter((key) => key.startsWith('incoming/'));

export const recover = async (
  memory: Memory,
  over: Partial<StagingDeps> = {},
  signal = never,
): Promise<StagingEvent[]> => {
  const events: StagingEvent[] = [];
  const deps = stagingDepsOn(memory, undefined, (event) => void events.push(event));
  await makeRecoverStaged({ ...deps, ...over })(signal);
  return events;
};

/** Every point from which the bytes are staged: after `finish` took effect. */
export const pointsAfterStaging = async (bytes: Uint8Array, given: Given = {}) => {
  const points = await crashPointsOf((calls) => send(makeMemory(), bytes, undefined, calls, given));
  return points.slice(points.findIndex(({ at, when }) => at === 'finish' && when === 'after'));
};

export const expectStored = (memory: Memory, bytes: Buffer, source = 'REALTIME'): void => {
  expect(stagedIn(memory)).toEqual([]);
  expect([...memory.store.objects.keys()]).toEqual(['sales/acme/call-1']);
  expect(memory.store.objects.get('sales/acme/call-1')?.bytes.equals(bytes)).toBe(true);
  expect(recordOf(memory)).toMatchObject({
    groupId: 'Sales',
    audioReceived: true,
    audioProcessed: true,
    s3Stored: true,
    audio: { sha256: sha256Of(bytes) },
    ingestionSource: source,
    reconciliationStatus: 'completed',
  });
  expect(recordOf(memory)?.quarantined).toBeUndefined();
  expect(memory.published.at(-1)).toMatchObject({ callId: 'call-1', sha256: sha256Of(bytes), source });
};

export const expectQuarantined = (memory: Memory, bytes: Buffer, reason: string): void => {
  expect(stagedIn(memory)).toEqual([]);
  const [named, ...more] = recordOf(memory)!.quarantined!;
  expect(more).toEqual([]);
  expect(named).toMatchObject({ reason, sha256: sha256Of(bytes) });
  expect(memory.store.quarantined.get(named!.key)?.equals(bytes)).toBe(true);
  expect(memory.store.quarantined.has(`${named!.key}.json`)).toBe(true);
};
