import { isTombstone, listsOf, replayHistory, TenantId } from '@recordings/call-record';
import {
  bytes,
  callId,
  cdrEnd,
  cdrStart,
  idOf,
  type Memory,
  makeOldCall,
  move,
  old,
  otherBytes,
  owned,
  registries,
} from './move-fixture.ts';

const placed = (memory: Memory): string[] => [...memory.objects.keys()].sort();
const NEW_PLACE = 'sales/acme/c-1';
const OLD_PLACE = 'unassigned/unknown%3Aacme/c-1';

const expectMoved = (memory: Memory): void => {
  const there = memory.record(owned)!;
  expect(there).toMatchObject({
    s3Stored: true,
    hasCdrEnd: true,
    callStatus: 'COMPLETED',
    reconciliationStatus: 'completed',
    groupId: 'Acme_EN',
    lineOfBusiness: 'sales',
    location: { bucket: 'sales', key: 'acme/c-1' },
    audioUrl: `s3://${NEW_PLACE}`,
    movedFrom: [{ tenantId: 'unknown:acme' }],
  });
  expect(there.reconciliationShard).toBeUndefined();
  const tombstone = memory.record(old)!;
  expect(isTombstone(tombstone)).toBe(true);
  expect(listsOf(tombstone)).toEqual([]);
  expect(tombstone).toMatchObject({
    movedTo: { tenantId: 'acme' },
    outcome: { code: 'MOVED', retryable: false },
  });
  expect(placed(memory)).toEqual([NEW_PLACE]);
  expect(memory.objects.get(NEW_PLACE)).toEqual(bytes);
};

describe('a call whose group is registered later', () => {
  it('moves with its recording, is counted once, and leaves a tombstone', async () => {
    const memory = makeOldCall();
    expect(memory.record(old)).toMatchObject({ s3Stored: true, location: { bucket: 'unassigned' } });
    expect(await move(memory)).toBe('moved');
    expectMoved(memory);
    expect(memory.published).toEqual([
      expect.objectContaining({ tenantId: 'acme', callId, location: { bucket: 'sales', key: 'acme/c-1' } }),
    ]);
    expect(await move(memory)).toBe('settled');
    expectMoved(memory);
  });

  it('keeps a history on each record that replays to it', async () => {
    const memory = makeOldCall();
    await move(memory);
    for (const key of [old, owned]) {
      const { history, facts: _, revision: __, updatedAt: ___, ...fields } = memory.record(key)!;
      const replayed = replayHistory(history);
      expect(replayed).toMatchObject({ callTimestamp: fields.callTimestamp, s3Stored: fields.s3Stored });
    }
    expect(memory.record(owned)!.history.map(({ what }) => what)).toEqual(['moved here']);
  });

  it('takes the fields and the schema version of a newer version of the code along', async () => {
    const memory = makeOldCall();
    const newer = { ...memory.record(old)!, newerField: 'kept', schemaVersion: 99 };
    memory.records.set(idOf(old), newer);
    await move(memory);
    expect(memory.record(owned)).toMatchObject({ newerField: 'kept', schemaVersion: 99 });
  });

  it('is pending under its tenant if it has no recording', async () => {
    const memory = makeOldCall({ isStored: false });
    expect(await move(memory)).toBe('moved');
    expect(memory.record(owned)).toMatchObject({
      s3Stored: false,
      reconciliationStatus: 'pending',
      hasCdrEnd: true,
    });
    expect(memory.record(owned)!.reconciliationShard).toBeDefined();
    expect(memory.record(old)!.reconciliationShard).toBeUndefined();
    expect(memory.published).toEqual([]);
  });

  it('begins its round over the candidate ranges anew: its group may have others', async () => {
    const memory = makeOldCall({ isStored: false });
    const open = { askedRanges: 5, hasDoubtedRange: true, reconciliationFaults: 2 };
    memory.records.set(idOf(old), { ...memory.record(old)!, ...open });
    await move(memory);
    const { askedRanges, hasDoubtedRange, reconciliationFaults } = memory.record(owned)!;
    expect({ askedRanges, hasDoubtedRange, reconciliationFaults }).toEqual({ reconciliationFaults: 2 });
  });

  it('keeps the later deadline of those that persons gave', async () => {
    const memory = makeOldCall({ isStored: false });
    memory.event(owned, cdrEnd);
    const until = '2026-09-01T00:00:00.000Z';
    const action = { what: 'reopen', by: 'ana', reason: 'OCP keeps it', at: '2026-01-16T00:00:00.000Z' };
    for (const [key, given] of [
      [old, { ...action, recoverableUntil: until }],
      [owned, { ...action, by: 'ben' }],
    ] as const) {
      memory.records.set(idOf(key), { ...memory.record(key)!, lastManualAction: given });
    }
    await move(memory);
    expect(memory.record(owned)).toMatchObject({
      lastManualAction: { by: 'ben', recoverableUntil: until },
      recoverableUntil: until,
    });
  });

  it('begins the round anew of the record that it is joined with', async () => {
    const memory = makeOldCall({ isStored: false });
    memory.event(owned, cdrEnd);
    const open = { askedRanges: 1, hasDoubtedRange: true };
    memory.records.set(idOf(owned), { ...memory.record(owned)!, ...open });
    await move(memory);
    expect(memory.record(owned)!.askedRanges).toBeUndefined();
    expect(memory.record(owned)!.hasDoubtedRange).toBeUndefined();
  });

  it('is joined with a record that the tenant already has', async () => {
    const memory = makeOldCall();
    memory.event(owned, { ...cdrEnd, exitStatus: 'NORMAL' });
    await move(memory);
    expectMoved(memory);
    expect(memory.record(owned)).toMatchObject({ exitStatus: 'NORMAL' });
    expect(Object.keys(memory.record(owned)!.facts).sort()).toEqual(['end', 'start']);
  });

  it('keeps the recording that its tenant stored itself', async () => {
    const memory = makeOldCall();
    memory.push(owned, bytes, 'sales');
    await move(memory);
    expectMoved(memory);
  });

  it('keeps both recordings if their bytes differ, and reports it', async () => {
    const memory = makeOldCall();
    memory.push(owned, otherBytes, 'sales');
    expect(await move(memory)).toBe('moved');
    expect(placed(memory)).toEqual([NEW_PLACE, OLD_PLACE]);
    expect(memory.objects.get(NEW_PLACE)).toEqual(otherBytes);
    expect(memory.record(old)!.superseded).toMatchObject([{ why: 'other bytes' }]);
    expect(memory.noted.map(({ type }) => type)).toContain('call_move_conflict');
  });

  it('does not replace bytes that an unfinished upload left at the new place', async () => {
    const memory = makeOldCall();
    memory.objects.set(NEW_PLACE, otherBytes);
    await expect(move(memory)).rejects.toMatchObject({ code: 'MOVE_COPY_MISMATCH' });
    expect(memory.record(owned)).toBeUndefined();
    expect(memory.record(old)).toMatchObject({ s3Stored: true });
    expect(memory.objects.get(OLD_PLACE)).toEqual(bytes);
  });

  it('lists an object that must not be deleted', async () => {
    const memory = makeOldCall();
    memory.state.isLocked = true;
    await move(memory);
    expect(placed(memory)).toEqual([NEW_PLACE, OLD_PLACE]);
    expect(memory.record(old)).toMatchObject({
      superseded: [{ bucket: 'unassigned', why: 'kept' }],
      outcome: { retryable: false },
    });
    expect(memory.noted.map(({ type }) => type)).toContain('superseded_kept');
  });

  it('stays while its record changes, and while several tenants have the group', async () => {
    const memory = makeOldCall();
    memory.event(old, { ...cdrStart, customerId: 'x' });
    expect(await move(memory)).toBe('busy');
    memory.state.registry = registries.unregistered;
    memory.state.nowMs += 3_600_000;
    expect(await move(memory)).toBe('stays');
  });
});

describe('a call whose group changes hands', () => {
  const bolt = { tenantId: TenantId.parse('bolt'), callId };

  it('moves to the new tenant, and back', async () => {
    const memory = makeOldCall({ key: owned });
    memory.state.registry = registries.bolt;
    expect(await move(memory, owned)).toBe('moved');
    expect(placed(memory)).toEqual(['loans/bolt/c-1']);
    expect(isTombstone(memory.record(owned)!)).toBe(true);
    memory.state.registry = registries.acme;
    memory.state.nowMs += 3_600_000;
    expect(await move(memory, bolt)).toBe('moved');
    expect(placed(memory)).toEqual([NEW_PLACE]);
    expect(memory.record(owned)).toMatchObject({ s3Stored: true, hasCdrEnd: true });
    expect(memory.record(owned)!.movedTo).toBeUndefined();
    expect(isTombstone(memory.record(bolt)!)).toBe(true);
  });

  it('comes back with what happened meanwhile if it is pending', async () => {
    const memory = makeOldCall({ key: owned, isStored: false });
    memory.state.registry = registries.bolt;
    await move(memory, owned);
    memory.event(bolt, { ...cdrEnd, exitStatus: 'NORMAL' });
    memory.state.registry = registries.acme;
    memory.state.nowMs += 3_600_000;
    await move(memory, bolt);
    expect(memory.record(owned)).toMatchObject({ reconciliationStatus: 'pending', exitStatus: 'NORMAL' });
    expect(memory.record(owned)!.outcome).toBeUndefined();
  });
});

it('stays with its tenant if the registry does not say that the other tenant took the group over', async () => {
  const memory = makeOldCall({ key: owned });
  memory.state.registry = registries.onlyBolt;
  expect(await move(memory, owned)).toBe('stays');
  expect(memory.record(owned)).toMatchObject({ s3Stored: true });
  expect(memory.record(owned)!.movedTo).toBeUndefined();
});

describe('a process that does not know of moves', () => {
  it('may write on the tombstone: the next look moves that too', async () => {
    const memory = makeOldCall({ isStored: false });
    await move(memory);
    memory.event(old, { ...cdrEnd, exitStatus: 'NORMAL' });
    memory.push(old);
    expect(isTombstone(memory.record(old)!)).toBe(false);
    memory.state.nowMs += 3_600_000;
    expect(await move(memory)).toBe('moved');
    expectMoved(memory);
    expect(memory.record(owned)).toMatchObject({ exitStatus: 'NORMAL' });
  });

  it('may write the object under the old key again: it is deleted, the copy stays', async () => {
    const memory = makeOldCall();
    await move(memory);
    memory.push(old);
    memory.state.nowMs += 3_600_000;
    await move(memory);
    expectMoved(memory);
  });
});
