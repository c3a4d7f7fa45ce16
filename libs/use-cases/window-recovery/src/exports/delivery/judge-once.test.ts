import { CallId, GroupId, parseRegistry, TenantId, timestampOf } from '@recordings/call-record';
import { type CallTime, type ExportedJob, ExportJob, type ExportSlot } from '@recordings/reconciliation';
import { makeRegistryFile } from '@recordings/test-kit';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import type { RecoveryEvent } from '../../recovery-event.ts';
import { exportRefOf } from '../export-ref.ts';
import { judgeOnce } from './judge-once.ts';
import type { Listing } from './read-listing.ts';

const minute = (minutes: number) => timestampOf(Date.UTC(2026, 0, 15, 10) + minutes * 60_000);
const tenantId = TenantId.parse('acme');
const groupId = GroupId.parse('Acme_EN');
const registered = parseRegistry(makeRegistryFile({ name: groupId, tenant: tenantId })).findGroup(groupId)!;
const slotKey = { ocpHost: 'ocp.example', groupId };
const ref = exportRefOf({ tenantId, groupId, registered, slotKey }, 's', 'e-1');
const job = ExportJob.parse({
  phase: 'exported',
  exportId: 'e-1',
  tenantId,
  fromDate: minute(0),
  toDate: minute(60),
  reconciliationIds: [],
  intendedAt: minute(60),
  jobId: 'job-1',
  createdAt: minute(60),
  pollNumber: 2,
  pollDueAt: minute(65),
  isAbandoned: false,
  exportedAt: minute(66),
}) as ExportedJob;

const ids = Array.from({ length: 10 }, (_, at) => CallId.parse(`c-${at}`));
const stored = new Map<CallId, CallTime>(
  ids.map((callId) => [callId, { startedAt: minute(5), endedAt: minute(6) }]),
);
const listing = (count: number): Listing => ({
  recordings: new Map(ids.slice(0, count).map((callId) => [callId, [{ callId, recordingId: callId }]])),
  errors: new Map(),
  incompleteBecause: undefined,
});

const makeJudge = () => {
  let slot: ExportSlot = { slotId: 's', job, revision: 1 };
  const noted: RecoveryEvent[] = [];
  const deps = {
    exportGroups: {
      getSlot: async () => slot,
      putSlot: async (_: unknown, next: ExportSlot) => {
        slot = next;
        return true;
      },
    },
    exportPolicy: {},
    now: () => minute(67),
    note: (event: RecoveryEvent) => noted.push(event),
  } as unknown as RecoveryDeps;
  const judge = (given: Listing, known: ExportedJob = job) => judgeOnce(deps, ref, known, given, stored);
  return { judge, noted, jobOf: () => slot.job as ExportedJob, revision: () => slot.revision };
};

describe('judging a listing', () => {
  it('writes the verdict on the job, and reports a doubt', async () => {
    const { judge, noted, jobOf } = makeJudge();
    const verdict = await judge(listing(2));
    expect(verdict).toMatchObject({ kind: 'untrusted' });
    expect(jobOf().verdict).toEqual(verdict);
    expect(noted).toMatchObject([{ type: 'listing_doubted', exportJobId: 'job-1', kind: 'untrusted' }]);
  });

  it('keeps the first verdict when the delivery is repeated and reads another listing', async () => {
    const { judge, jobOf, revision } = makeJudge();
    await judge(listing(2));
    // The worker that repeats it may have read the job before the verdict was written, or after.
    expect(await judge(listing(10))).toMatchObject({ kind: 'untrusted' });
    expect(await judge(listing(10), jobOf())).toMatchObject({ kind: 'untrusted' });
    expect(revision()).toBe(2);
  });

  it('trusts a listing that contains what is stored, and reports no doubt', async () => {
    const { judge, noted } = makeJudge();
    expect(await judge(listing(9))).toEqual({ kind: 'trusted', reason: '' });
    expect(noted).toEqual([]);
  });

  it('says incomplete for a job whose success is not one that we know', async () => {
    const { judge } = makeJudge();
    const doubtful = { ...job, doubt: 'OCP says "PARTIALLY_COMPLETED"' };
    expect(await judge(listing(10), doubtful)).toEqual({
      kind: 'incomplete',
      reason: 'OCP says "PARTIALLY_COMPLETED"',
    });
  });

  it('is written with the sign that it ends early, so that the next export covers a shorter range', async () => {
    const { judge, jobOf } = makeJudge();
    await judge({ ...listing(10), incompleteBecause: 'limit of pages', isCutOff: true });
    expect(jobOf().verdict).toEqual({ kind: 'incomplete', reason: 'limit of pages', isCutOff: true });
  });
});
