import {
  type CallEvent,
  CallId,
  GroupId,
  giveUpCall,
  parseRegistry,
  recordEvent,
  TenantId,
  timestampOf,
} from '@recordings/call-record';
import { UnwritableItemError } from '@recordings/fault';
import type { ExportedJob, OcpRecording } from '@recordings/reconciliation';
import { makeRegistryFile } from '@recordings/test-kit';
import type { RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryEvent } from '../../recovery-event.ts';
import { makeCalls } from '../../test-call.ts';
import { DeliveryTakenOverError } from './keep-delivering.ts';
import { noteUnrequested } from './note-unrequested.ts';

const fromDate = timestampOf(Date.UTC(2026, 0, 15, 10));
const toDate = timestampOf(Date.UTC(2026, 0, 15, 12));
const job = { jobId: 'job-1', fromDate, toDate, intendedAt: toDate, exportedAt: toDate } as ExportedJob;
const acme = TenantId.parse('acme');
const groupId = GroupId.parse('Acme_EN');
const HOUR_MS = 3_600_000;
/** The default of the registry. */
const RETENTION_MS = 60 * 24 * HOUR_MS;
const slotKey = { ocpHost: 'ocp.example', groupId };
const registered = { exportConstraints: { jobLifeMinutes: 1_440 } };
const group = { tenantId: acme, groupId, slotKey, registered } as RecoveredGroup;

const idsOf = (count: number): CallId[] => Array.from({ length: count }, (_, at) => CallId.parse(`c-${at}`));
const listingOf = (ids: readonly CallId[]): Map<CallId, readonly OcpRecording[]> =>
  new Map(ids.map((callId) => [callId, [{ callId, recordingId: `rec-${callId}` }]]));

type Known = {
  /** The calls that the index shows as stored. */
  readonly indexed?: readonly CallId[];
  /** Those that a strong read finds, of acme if no tenant is given. */
  readonly existing?: readonly CallId[];
  readonly existingOf?: Readonly<Record<string, readonly CallId[]>>;
  /** The tenants that have the group in the registry. */
  readonly tenants?: readonly string[];
};

const note = async (
  listing: ReadonlyMap<CallId, readonly OcpRecording[]>,
  { indexed, existing = [], existingOf = { acme: existing }, tenants = ['acme'] }: Known,
  unwritable?: CallId,
  takenOverAt = Infinity,
  records = makeCalls(),
) => {
  const noted: RecoveryEvent[] = [];
  const lookUps: (readonly CallId[])[] = [];
  const written: string[] = [];
  let signsOfLife = 0;
  const delivery = noteUnrequested(
    {
      calls: {
        change: async (key, transition) => {
          written.push(`${key.tenantId} ${key.callId}`);
          if (key.callId === unwritable) throw new UnwritableItemError('cannot be written');
          return records.change(key, transition);
        },
      },
      findExistingCalls: async (tenantId, callIds) => {
        lookUps.push(callIds);
        return new Set(existingOf[tenantId]);
      },
      ocpHost: slotKey.ocpHost,
      registry: parseRegistry(makeRegistryFile(...tenants.map((tenant) => ({ name: groupId, tenant })))),
      shardCount: 1,
      now: () => toDate,
      note: (event) => noted.push(event),
    },
    group,
    job,
    { recordings: listing, stored: new Map((indexed ?? []).map((id) => [id, { startedAt: fromDate }])) },
    async () => {
      signsOfLife += 1;
      if (signsOfLife >= takenOverAt) throw new DeliveryTakenOverError('delivered by another worker');
    },
  );
  if (takenOverAt === Infinity) await delivery;
  else await expect(delivery).rejects.toThrow(DeliveryTakenOverError);
  const count = (type: RecoveryEvent['type']): number => noted.filter((event) => event.type === type).length;
  return {
    records,
    count,
    lookUps,
    written,
    signsOfLife,
    reopened: (await delivery.catch(() => undefined))?.wanted,
  };
};

describe('recordings that no reconciliation asked for', () => {
  it('are not looked up if the index shows them stored', async () => {
    const ids = idsOf(300);
    const { lookUps, count } = await note(listingOf(ids), { indexed: ids });
    expect(lookUps).toEqual([]);
    expect(count('unrequested_recording')).toBe(300);
    expect(count('call_discovered')).toBe(0);
  });

  it('are read strongly in batches if the index does not show them', async () => {
    const ids = idsOf(250);
    const { lookUps, count, signsOfLife } = await note(listingOf(ids), { existing: ids });
    expect(lookUps.map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(lookUps.flat()).toEqual(ids);
    expect(count('call_discovered')).toBe(0);
    expect(signsOfLife).toBeGreaterThanOrEqual(lookUps.length);
  });

  it('are left to the worker that took the delivery over, before a look-up', async () => {
    const { lookUps } = await note(listingOf(idsOf(1)), {}, undefined, 1);
    expect(lookUps).toEqual([]);
  });

  it('are left to the worker that took the delivery over, before a record is written', async () => {
    // Signs of life: before the look-up, before the record.
    const [unknown] = idsOf(1) as [CallId];
    const { records, lookUps } = await note(listingOf([unknown]), {}, undefined, 2);
    expect(lookUps).toEqual([[unknown]]);
    expect(records.of(unknown)).toBeUndefined();
  });

  it('make a discovered call only if a strong read finds no record', async () => {
    const [stored, existing, unknown] = idsOf(3) as [CallId, CallId, CallId];
    const { records, count } = await note(listingOf([stored, existing, unknown]), {
      indexed: [stored],
      existing: [existing],
    });
    expect(count('call_discovered')).toBe(1);
    expect(records.of(stored)).toBeUndefined();
    expect(records.of(existing)).toBeUndefined();
    expect(records.of(unknown)).toMatchObject({ callId: unknown, isDiscovered: true });
  });

  it('do not block each other if the record of one cannot be written', async () => {
    const [first, second] = idsOf(2) as [CallId, CallId];
    const { records, count } = await note(listingOf([first, second]), {}, first);
    expect(count('call_stuck')).toBe(1);
    expect(records.of(second)).toMatchObject({ callId: second });
  });

  it('are not given to a tenant if the other tenant of the group has a record of the call', async () => {
    const ids = idsOf(2);
    const { written, lookUps } = await note(listingOf(ids), {
      tenants: ['acme', 'bolt'],
      existingOf: { acme: [ids[0]!], bolt: [ids[1]!] },
    });
    expect(written).toEqual(['acme c-0', 'bolt c-1']);
    expect(lookUps).toEqual([ids, ids, ids]);
  });

  it('are recorded under no tenant if tenants share the group and none of them knows the call', async () => {
    const [call, seenBefore] = idsOf(2) as [CallId, CallId];
    const { written, records } = await note(listingOf([call, seenBefore]), {
      tenants: ['acme', 'bolt'],
      existingOf: { unknown: [seenBefore] },
    });
    expect(written).toEqual([`unknown ${call}`, `unknown ${seenBefore}`]);
    expect(records.of(call)).toMatchObject({ tenantId: 'unknown', isDiscovered: true });
    expect(records.of(call)?.lineOfBusiness).toBeUndefined();
  });

  it('cost no request if there are none', async () => {
    const { lookUps } = await note(listingOf([]), {});
    expect(lookUps).toEqual([]);
  });

  it.each(['given up', 'explained'] as const)('reopen a call that was %s', async (was) => {
    const [callId] = idsOf(1) as [CallId];
    const key = { tenantId: acme, callId };
    const records = makeCalls();
    const facts = { groupId, startedAt: fromDate, ...(was === 'explained' && { isTest: true }) };
    const context = { group: undefined, shardCount: 1, now: toDate, by: 'test' };
    const source = { source: 'start', name: 'CDR_START', facts } as unknown as CallEvent;
    await records.change(key, recordEvent(key, source, context));
    if (was === 'given up') await records.change(key, giveUpCall({ code: 'X', message: 'x' }, context));
    const known = { existing: [callId] };
    const { count, reopened } = await note(listingOf([callId]), known, undefined, Infinity, records);
    expect(reopened).toEqual([callId]);
    expect(count('call_reopened')).toBe(1);
    expect(records.of(callId)).toMatchObject({ reconciliationStatus: 'pending', exportJobId: 'job-1' });
  });

  it.each([
    ['as OCP names it', '2026-01-15T10:30:00.000Z', { startedAt: '2026-01-15T10:30:00.000Z' }],
    [
      'in the range of the job, if OCP names one in the future',
      '2027-01-15T10:30:00.000Z',
      {
        startedAt: fromDate,
        startedBefore: toDate,
      },
    ],
  ])('begin a record with a start %s', async (_, startedAt, facts) => {
    const [callId] = idsOf(1) as [CallId];
    const records = makeCalls();
    const listing = new Map([[callId, [{ callId, recordingId: 'rec-1', startedAt }]]]);
    await note(listing, {}, undefined, Infinity, records);
    expect(records.of(callId)?.facts.discovered).toEqual({ groupId, ...facts });
  });

  it.each([
    ['a day and an hour before OCP deletes it: it waits for its window', 25, []],
    ['an hour before OCP deletes it: it is downloaded from this job', 1, ['c-0']],
  ])('make a discovered call %s', async (_, hoursLeft, wanted) => {
    const [callId] = idsOf(1) as [CallId];
    const startedAt = timestampOf(Date.parse(toDate) - RETENTION_MS + hoursLeft * HOUR_MS);
    const listing = new Map([[callId, [{ callId, recordingId: 'rec-1', startedAt }]]]);
    const { reopened, records, count } = await note(listing, {});
    expect(reopened).toEqual(wanted);
    expect(count('call_discovered')).toBe(1);
    expect(records.of(callId)).toMatchObject({ reconciliationStatus: 'pending', isDiscovered: true });
  });

  it('leave the range of the job on the record of a call whose reported start cannot be', async () => {
    const [callId] = idsOf(1) as [CallId];
    const key = { tenantId: acme, callId };
    const records = makeCalls();
    const facts = { groupId, startedAt: timestampOf(Date.UTC(2027, 0, 15)) };
    const context = { group: undefined, shardCount: 1, now: toDate, by: 'test' };
    const source = { source: 'start', name: 'CDR_START', facts } as unknown as CallEvent;
    await records.change(key, recordEvent(key, source, context));
    await note(listingOf([callId]), { existing: [callId] }, undefined, Infinity, records);
    expect(records.of(callId)?.listedRange).toEqual({ from: fromDate, to: toDate });
  });
});
