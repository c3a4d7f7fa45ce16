import { GroupId, TenantId, timestampOf } from '@recordings/call-record';
import { ExportJob, type ExportSlot } from '@recordings/reconciliation';
import type { RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import type { HeldSlot } from '../export-ref.ts';
import { freeSlot } from './free-slot.ts';

const start = timestampOf(Date.UTC(2026, 0, 15));
const group = { tenantId: TenantId.parse('acme'), groupId: GroupId.parse('Acme_EN') } as RecoveredGroup;
const job = ExportJob.parse({
  phase: 'expired',
  exportId: 'e-1',
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
      requests.push(next.job ? 'put' : 'empty');
      return true;
    },
    removeSlot: async () => void requests.push('remove'),
  };
  const deps = { exportGroups, note: () => undefined } as unknown as RecoveryDeps;
  await freeSlot(deps, { group, slotId, exportId: 'e-1' }, slot);
  return requests;
};

describe('freeSlot', () => {
  it('empties the slot of one window, then removes it', async () => {
    expect(await free('window-1')).toEqual(['empty', 'remove']);
  });

  it('keeps the single slot of a group for the next job', async () => {
    expect(await free('single')).toEqual(['empty']);
  });
});
