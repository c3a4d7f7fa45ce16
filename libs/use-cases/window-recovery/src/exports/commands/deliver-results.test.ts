import { GroupId, ReconciliationId, TenantId, timestampOf } from '@recordings/call-record';
import {
  type ExportedJob,
  ExportJob,
  OcpThrottledError,
  type WaitingWindow,
} from '@recordings/reconciliation';
import type { RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import type { RecoveryEvent } from '../../recovery-event.ts';
import { exportRefOf } from '../export-ref.ts';
import { deliverResults } from './deliver-results.ts';

const start = timestampOf(Date.UTC(2026, 0, 15, 10));
const end = timestampOf(Date.UTC(2026, 0, 15, 12));
const inside = timestampOf(Date.UTC(2026, 0, 15, 11));

const groupId = GroupId.parse('Acme_EN');
const group = {
  tenantId: TenantId.parse('acme'),
  groupId,
  slotKey: { ocpHost: 'ocp.example', groupId },
  registered: { retentionDays: 60, exportConstraints: { jobLifeMinutes: 1_440, selectsBy: 'start' } },
} as RecoveredGroup;

const abandoned = ExportJob.parse({
  phase: 'exported',
  exportId: 'e-1',
  tenantId: 'acme',
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

/** A worker whose listing takes so long that these windows begin to wait meanwhile. `moved`: those that get results. */
const makeWorker = (...late: readonly (readonly [string, string])[]) => {
  const windows: WaitingWindow[] = [];
  const moved: string[] = [];
  const deps = {
    now: () => end,
    exportPolicy: { overdueAfterMs: 180_000 },
    retryRule: { maxAttempts: 3 },
    findListableCalls: async () => ({ stored: new Map(), daily: new Map() }),
    exportGroups: {
      getSlot: async () => undefined,
      read: async () => ({ slots: [], windows: [...windows], unreadable: [] }),
      removeWindow: async () => undefined,
    },
    reconciliations: { get: async (read: ReconciliationId) => void moved.push(read) },
    ocpOf: () => ({
      jobRecordings: async function* () {
        for (const [id, tenantId] of late) {
          windows.push({
            reconciliationId: ReconciliationId.parse(id),
            tenantId: TenantId.parse(tenantId),
            groupId,
            priority: 'normal',
            firstStart: inside,
            lastStart: inside,
            lastEnd: inside,
            waitingSince: end,
          });
        }
        yield* []; // Its recordings do not matter here.
      },
    }),
    note: () => undefined,
  } as unknown as RecoveryDeps;
  return { deps, moved };
};

describe('a delivery', () => {
  it.each([
    [new OcpThrottledError('jobRecordings', 50_000), { askedMs: 50_000 }],
    [new OcpThrottledError('jobRecordings'), {}],
  ])('is put off if OCP throttles its listing', async (error, asked) => {
    const noted: string[] = [];
    const { deps } = makeWorker();
    const throttled = {
      ...deps,
      ocpOf: () => ({
        jobRecordings: async function* () {
          yield* [];
          throw error;
        },
      }),
      note: ({ type }: RecoveryEvent) => noted.push(type),
    } as unknown as RecoveryDeps;
    const event = await deliverResults(throttled, exportRefOf(group, 's', 'e-1'), abandoned);
    expect(event).toEqual({ type: 'results-throttled', ...asked });
    expect(noted).toEqual(['export_results_throttled']);
  });
});

describe('the results of an abandoned job', () => {
  it('reach a window that began to wait while the listing was read', async () => {
    const { deps, moved } = makeWorker(['r-late', 'acme']);
    expect(await deliverResults(deps, exportRefOf(group, 's', 'e-1'), abandoned)).toEqual({
      type: 'delivered',
    });
    expect(moved).toEqual(['r-late']);
  });

  it('do not reach a window of another tenant that shares the group', async () => {
    const { deps, moved } = makeWorker(['r-bolt', 'bolt'], ['r-acme', 'acme']);
    await deliverResults(deps, exportRefOf(group, 's', 'e-1'), abandoned);
    expect(moved).toEqual(['r-acme']);
  });
});
