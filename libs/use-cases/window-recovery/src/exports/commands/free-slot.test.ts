import { GroupId, parseRegistry, shifted, TenantId, timestampOf } from '@recordings/call-record';
import { ExportJob, type ExportSlot } from '@recordings/reconciliation';
import { makeRegistryFile } from '@recordings/test-kit';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import type { RecoveryEvent } from '../../recovery-event.ts';
import type { HeldSlot } from '../export-ref.ts';
import { freeSlot } from './free-slot.ts';

const start = timestampOf(Date.UTC(2026, 0, 15));
const groupId = GroupId.parse('Acme_EN');
const acme = TenantId.parse('acme');
const slotKey = { ocpHost: 'ocp.example', groupId };
const intent = {
  exportId: 'e-1',
  tenantId: 'acme',
  fromDate: start,
  toDate: start,
  reconciliationIds: [],
  intendedAt: start,
};
const job = ExportJob.parse({ ...intent, phase: 'expired', pollNumber: 1, reason: 'gone', failedAt: start });
const intended = ExportJob.parse({
  ...intent,
  phase: 'intended',
  notBefore: start,
  failedCreates: 0,
  posts: 1,
});
const exported = ExportJob.parse({
  ...intent,
  phase: 'exported',
  jobId: 'job-1',
  createdAt: start,
  pollNumber: 2,
  pollDueAt: start,
  isAbandoned: false,
  exportedAt: start,
});

/** @returns the requests, and what the slot `single` says of the tenant in the end. */
const free = async (
  slotId: string,
  ended: ExportJob = job,
  shares: ExportSlot['shares'] = {},
  exportId = 'e-1',
) => {
  const slots = new Map<string, ExportSlot>([['single', { slotId: 'single', shares, revision: 7 }]]);
  slots.set(slotId, { slotId, job: ended, shares: slotId === 'single' ? shares : {}, revision: 1 });
  const requests: string[] = [];
  const noted: RecoveryEvent[] = [];
  const exportGroups = {
    getSlot: async (_: unknown, id: string) => slots.get(id),
    putSlot: async (_: unknown, next: ExportSlot) => {
      slots.set(next.slotId, next);
      requests.push(next.job ? 'put' : `${next.slotId} empty after ${Object.keys(next.shares!)}`);
      return true;
    },
    removeSlot: async () => void requests.push('remove'),
  };
  const deps = {
    exportGroups,
    registry: parseRegistry(makeRegistryFile({ name: 'Acme_EN', tenant: 'acme' })),
    credentialsMark: () => 'key-1',
    retryRule: { firstFaultDelayMs: 300_000, maxFaultDelayMs: 86_400_000 },
    now: () => start,
    note: (event: RecoveryEvent) => noted.push(event),
  } as unknown as RecoveryDeps;
  const held = slots.get(slotId) as HeldSlot;
  await freeSlot(deps, { slotKey, slotId, exportId, group: { tenantId: acme, groupId } }, held);
  return { requests, noted, share: slots.get('single')?.shares?.[acme] };
};

const heldUntil = shifted(start, 300_000);

describe('freeSlot', () => {
  it('empties the slot of one window, notes its failure for the whole group, then removes it', async () => {
    const { requests, share } = await free('window-1');
    expect(requests).toEqual(['window-1 empty after acme', 'single empty after acme', 'remove']);
    expect(share).toEqual({ servedAtRevision: 0, failures: 1, heldUntil });
  });

  it('writes no more than the slot of a window whose job succeeded', async () => {
    expect((await free('window-1', exported)).requests).toEqual(['window-1 empty after acme', 'remove']);
  });

  it('counts no failure if another worker has freed the slot', async () => {
    const { requests, share } = await free('window-1', job, {}, 'e-0');
    expect([requests, share]).toEqual([['remove'], undefined]);
  });

  it('ends the hold of the group when the job of one window succeeds', async () => {
    const shares = { [acme]: { servedAtRevision: 0, failures: 3, heldUntil: start } };
    expect((await free('window-1', exported, shares)).share).toEqual({ servedAtRevision: 0 });
  });

  it('keeps the single slot of a group for the next job, with the tenant that was served', async () => {
    const { requests, noted, share } = await free('single');
    expect(requests).toEqual(['single empty after acme']);
    expect(share).toMatchObject({ servedAtRevision: 2, failures: 1, heldUntil });
    expect(noted.at(-1)).toEqual({
      type: 'exports_held_back',
      tenantId: acme,
      group: groupId,
      failures: 1,
      heldUntil,
      why: 'jobs failed',
    });
  });

  it('holds the exports of a tenant back whose credentials OCP refused', async () => {
    const { noted, share } = await free('single', intended);
    expect(share).toMatchObject({ refusedCredentials: 'key-1', heldUntil });
    expect(noted.at(-1)).toMatchObject({ type: 'exports_held_back', why: 'credentials refused' });
  });
});
