import { GroupId, timestampOf } from '@recordings/call-record';
import { ExportJob, type ExportSlot } from '@recordings/reconciliation';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import type { HeldSlot } from '../export-ref.ts';
import { freeSlot } from './free-slot.ts';

const start = timestampOf(Date.UTC(2026, 0, 15));
const slotKey = { ocpHost: 'ocp.example', groupId: GroupId.parse('Acme_EN') };
const job = ExportJob.parse({
  phase: 'expired',
  exportId: 'e-1',
  tenantId: 'acme',
  fromDate: start,
  toDate: start,
  reconciliationIds: [],
  intendedAt: start,
  pollNumber: 1,
  reason: 'gone',
  failedAt: start,
});

const free = async (slotId: string): Promise<string[]> => {
  const slot = { slotId, job, revision: 1 } as HeldSlot;
  const requests: string[] = [];
  const exportGroups = {
    getSlot: async () => slot,
    putSlot: async (_: unknown, next: ExportSlot) => {
      requests.push(next.job ? 'put' : `empty after ${Object.keys(next.shares!)}`);
      return true;
    },
    removeSlot: async () => void requests.push('remove'),
  };
  const deps = { exportGroups, note: () => undefined } as unknown as RecoveryDeps;
  await freeSlot(deps, { slotKey, slotId, exportId: 'e-1' }, slot);
  return requests;
};

describe('freeSlot', () => {
  it('empties the slot of one window, then removes it', async () => {
    expect(await free('window-1')).toEqual(['empty after acme', 'remove']);
  });

  it('keeps the single slot of a group for the next job, with the tenant that was served', async () => {
    expect(await free('single')).toEqual(['empty after acme']);
  });
});
