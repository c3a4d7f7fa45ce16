import { isTombstone, TenantId } from '@recordings/call-record';
import { makeMoveCall } from '../src/index.ts';
import {
  bytes,
  CrashError,
  cdrEnd,
  type Memory,
  makeOldCall,
  move,
  never,
  old,
  owned,
  placeOf,
  registries,
} from './move-fixture.ts';

/** Requests of a whole move. */
const countRequests = async (memory: Memory): Promise<number> => {
  let count = 0;
  await makeMoveCall(memory.deps(undefined, (request) => (count = request)))(old, never);
  return count;
};
const total = await countRequests(makeOldCall());
/** The request that writes the record under the new tenant. */
const receiveAt = await (async () => {
  const memory = makeOldCall();
  let at = 0;
  await makeMoveCall(memory.deps(undefined, (request) => memory.record(owned) ?? (at = request)))(old, never);
  return at;
})();
const totalWithoutRecording = await countRequests(makeOldCall({ isStored: false }));
const before = (requests: number): number[] => Array.from({ length: requests }, (_, at) => at + 1);
const points = Array.from({ length: total }, (_, at) => at + 1).flatMap((at) => [
  { at, isAfter: false },
  { at, isAfter: true },
]);

const expectWhole = (memory: Memory, what: object = {}): void => {
  expect(memory.record(owned)).toMatchObject({ s3Stored: true, hasCdrEnd: true, ...what });
  expect(isTombstone(memory.record(old)!)).toBe(true);
  expect([...memory.objects]).toEqual([['sales/acme/c-1', bytes]]);
  expect(memory.published).toContainEqual(
    expect.objectContaining({ ...owned, location: { bucket: 'sales', key: 'acme/c-1' } }),
  );
};

const moveUntilQuiet = async (memory: Memory): Promise<void> => {
  for (let look = 0; look < 4; look += 1) {
    memory.state.nowMs += 3_600_000;
    await move(memory);
  }
};

describe('a process that dies while a call moves', () => {
  it('has several steps to die at', () => expect(total).toBeGreaterThan(10));

  it.each(points)(
    'at request $at (after it: $isAfter) loses nothing and leaves one recording',
    async (crash) => {
      const memory = makeOldCall();
      await expect(move(memory, old, crash)).rejects.toBeInstanceOf(CrashError);
      const stored = [old, owned].filter((key) => memory.record(key)?.s3Stored);
      expect(stored.length).toBeGreaterThan(0);
      await move(memory);
      expectWhole(memory);
    },
  );

  it.each(points)('twice, at request $at (after it: $isAfter), loses nothing', async (crash) => {
    const memory = makeOldCall();
    await expect(move(memory, old, crash)).rejects.toBeInstanceOf(CrashError);
    await move(memory, old, { ...crash, at: Math.max(1, crash.at - 2) }).catch(() => undefined);
    await moveUntilQuiet(memory);
    expectWhole(memory);
  });
});

it('leaves no copy at a place that was chosen before, also if it dies a second time', async () => {
  const memory = makeOldCall();
  const afterCopy = { at: 4, isAfter: true };
  await expect(move(memory, old, afterCopy)).rejects.toBeInstanceOf(CrashError);
  memory.state.registry = registries.loans;
  await expect(move(memory, old, afterCopy)).rejects.toBeInstanceOf(CrashError);
  expect(await move(memory)).toBe('moved');
  expect([...memory.objects.keys()]).toEqual(['loans/acme/c-1']);
});

it.each(points)(
  'deletes no recording of a tenant to which the call was about to move, after crashes in step 3 and at request $at (after it: $isAfter)',
  async (crash) => {
    const memory = makeOldCall();
    memory.state.registry = registries.bolt;
    await expect(move(memory, old, { at: receiveAt, isAfter: true })).rejects.toBeInstanceOf(CrashError);
    await move(memory, old, crash).catch(() => undefined);
    memory.state.registry = registries.onlyAcme;
    await moveUntilQuiet(memory);
    const records = ['unknown:acme', 'acme', 'bolt'].flatMap(
      (id) => memory.record({ ...owned, tenantId: TenantId.parse(id) }) ?? [],
    );
    const stored = records.filter(({ s3Stored }) => s3Stored);
    expect(stored.length).toBeGreaterThan(0);
    for (const { location } of stored) expect([...memory.objects.keys()]).toContain(placeOf(location!));
  },
);

describe('an older process that writes while a call moves', () => {
  const during = async (memory: Memory, at: number, write: () => void): Promise<void> => {
    await makeMoveCall(memory.deps(undefined, (request) => request === at && write()))(old, never);
    await moveUntilQuiet(memory);
  };

  it.each(before(total))('loses no event, written before request %i', async (at) => {
    const memory = makeOldCall();
    await during(memory, at, () => memory.event(old, { ...cdrEnd, exitStatus: 'NORMAL' }));
    expectWhole(memory, { exitStatus: 'NORMAL' });
  });

  it.each(before(receiveAt))(
    'and one that stores it at another place of the new tenant before request %i leave one recording',
    async (at) => {
      const memory = makeOldCall();
      await during(memory, at, () => memory.push(owned, bytes, 'loans'));
      expect(memory.record(owned)).toMatchObject({ s3Stored: true });
      expect(memory.objects.size).toBe(1);
    },
  );

  it.each(before(totalWithoutRecording))('loses no recording, stored before request %i', async (at) => {
    const memory = makeOldCall({ isStored: false });
    await during(memory, at, () => memory.push(old));
    expectWhole(memory);
  });

  it.each(before(total))(
    'and one that stores it under the new tenant before request %i leave one recording',
    async (at) => {
      const memory = makeOldCall();
      await during(memory, at, () => memory.push(owned, bytes, 'sales'));
      expectWhole(memory);
    },
  );
});
