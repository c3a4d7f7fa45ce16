import { GroupId, ReconciliationId, TenantId, timestampOf } from '@recordings/call-record';
import { type ExportedJob, ExportJob, type WaitingWindow } from '@recordings/reconciliation';
import type { RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import { deliverResults } from './deliver-results.ts';

const start = timestampOf(Date.UTC(2026, 0, 15, 10));
const end = timestampOf(Date.UTC(2026, 0, 15, 12));
const inside = timestampOf(Date.UTC(2026, 0, 15, 11));

const group = {
  tenantId: TenantId.parse('acme'),
  groupId: GroupId.parse('Acme_EN'),
  registered: { exportConstraints: { jobLifeMinutes: 1_440, selectsBy: 'start' } },
} as RecoveredGroup;

const abandoned = ExportJob.parse({
  phase: 'exported',
  exportId: 'e-1',
  fromDate: start,
  toDate: end,
  reconciliationIds: [],
  intendedAt: end,
  jobId: 'job-1',
  createdAt: end,
  pollNumber: 7,
  pollDueAt: end,
  isAbandoned: true,
  exportedAt: end,
}) as ExportedJob;

describe('the results of an abandoned job', () => {
  it('reach a window that began to wait while the listing was read', async () => {
    const id = ReconciliationId.parse('r-late');
    const windows: WaitingWindow[] = [];
    const moved: ReconciliationId[] = [];
    const deps = {
      now: () => end,
      exportPolicy: { overdueAfterMs: 180_000 },
      exportGroups: {
        read: async () => ({ slots: [], windows: [...windows] }),
        removeWindow: async () => undefined,
      },
      reconciliations: { get: async (read: ReconciliationId) => void moved.push(read) },
      ocpOf: () => ({
        jobRecordings: async function* () {
          windows.push({
            reconciliationId: id,
            priority: 'normal',
            firstStart: inside,
            lastStart: inside,
            lastEnd: inside,
            waitingSince: end,
          });
          yield* []; // Its recordings do not matter here.
        },
      }),
      note: () => undefined,
    } as unknown as RecoveryDeps;
    const event = await deliverResults(deps, { group, slotId: 's', exportId: 'e-1' }, abandoned);
    expect(event).toEqual({ type: 'delivered' });
    expect(moved).toEqual([id]);
  });
});
