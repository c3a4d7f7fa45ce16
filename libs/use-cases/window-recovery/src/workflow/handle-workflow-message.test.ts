import { parseRegistry, shifted, timestampOf } from '@recordings/call-record';
import { ExportJob, Reconciliation } from '@recordings/reconciliation';
import { makeRegistryFile } from '@recordings/test-kit';
import type { HeldSlot } from '../exports/export-ref.ts';
import { makeHandleWorkflowMessage } from './handle-workflow-message.ts';
import type { WorkflowDeps } from './task-answer.ts';

const now = timestampOf(Date.UTC(2026, 0, 15, 12));
const registry = parseRegistry(makeRegistryFile({ name: 'Acme_EN', tenant: 'acme' }));
const range = { fromDate: shifted(now, -7_200_000), toDate: shifted(now, -3_600_000) };

const waiting = Reconciliation.parse({
  ...{ reconciliationId: 'r-1', batchId: 'b', tenantId: 'acme', groupId: 'Acme_EN', ...range },
  ...{
    priority: 'normal',
    phase: 'waiting',
    reconciliationStatus: 'IN_PROGRESS',
    orchestrator: 'step-functions',
  },
  calls: { 'c-1': { startedAt: range.fromDate, outcome: 'open' } },
  ...{
    leaseUntil: shifted(now, 3_600_000),
    createdAt: now,
    lastUpdated: now,
    expiresAtEpochS: 0,
    revision: 1,
  },
});

const failed: HeldSlot = {
  slotId: 'r-1',
  revision: 3,
  job: ExportJob.parse({
    ...{ phase: 'failed', exportId: 'e-1', tenantId: 'acme', ...range, reconciliationIds: ['r-1'] },
    ...{ intendedAt: now, pollNumber: 2, failedAt: now, orchestrator: 'step-functions' },
    ...{ status: 'FAILED_EXPORT_ERROR', reason: 'disk full', isAboutTheJob: true },
  }),
};

const release = JSON.stringify({
  ...{ kind: 'release-calls', version: '1.0', taskToken: 'token-1', executionId: 'arn:execution' },
  ...{ reconciliationId: 'r-1', status: 'FAILED_EXPORT_ERROR', reason: 'of the state machine' },
});

/**
 * A worker in memory. `steps` are what others see, in order. `lost`: writes of the window that another writer overtakes.
 * `dies`: the step before which it dies once.
 */
const makeWorker = ({ lost = 0, dies }: { readonly lost?: number; readonly dies?: string } = {}) => {
  const steps: string[] = [];
  let window = waiting;
  let slot: HeldSlot | undefined = failed;
  let left = lost;
  let death = dies;
  const step = (name: string): void => {
    if (name === death) {
      death = undefined;
      throw new Error(`died before: ${name}`);
    }
    steps.push(name);
  };
  const outputs: object[] = [];
  const deps = {
    registry,
    ocpHost: 'ocp.example',
    shardCount: 1,
    now: () => now,
    reconciliationPolicy: { leaseMs: 3_600_000, downloadDeadlineMs: 3_600_000 },
    retryRule: { firstFaultDelayMs: 1, maxFaultDelayMs: 1 },
    credentialsMark: () => 'mark',
    reconciliations: {
      get: async () => window,
      put: async (next: Reconciliation) => {
        if (left > 0) {
          left -= 1;
          window = { ...window, revision: window.revision + 1 };
          return false;
        }
        step('results written');
        window = next;
        return true;
      },
    },
    exportGroups: {
      getSlot: async (_: unknown, slotId: string) => (slotId === 'r-1' ? slot : undefined),
      putSlot: async () => true,
      removeSlot: async () => {
        step('slot freed');
        slot = undefined;
      },
    },
    calls: { change: async () => void step('call released') },
    findOcpMetadata: async () => new Map(),
    workflow: {
      succeedTask: async (_: string, output: object) => {
        step('answered');
        outputs.push(output);
        return true;
      },
      failTask: async () => true,
    },
    note: ({ type }: { type: string }) => void (type === 'reconciliation_closed' && step('counted')),
  } as unknown as WorkflowDeps;
  const handle = makeHandleWorkflowMessage(deps);
  return { steps, outputs, handle: () => handle({ body: release }) };
};

describe('a window that a worker ends for its execution', () => {
  it('has its calls released and its results written before the answer. Its slot keeps the job until it is closed', async () => {
    const { handle, steps, outputs } = makeWorker();
    expect(await handle()).toEqual({ kind: 'ack' });
    expect(steps).toEqual(['call released', 'results written', 'counted', 'answered']);
    expect(outputs).toEqual([
      expect.objectContaining({
        reconciliationStatus: 'FAILED_EXPORT_ERROR',
        failureReason: 'disk full',
        totalPollingAttempts: 2,
        ...{ revision: 2, nextRevision: 3 },
      }),
    ]);
  });

  it('is counted once, and ended as its job did, if another writer was faster', async () => {
    const { handle, steps, outputs } = makeWorker({ lost: 2 });
    await handle();
    expect(steps.filter((step) => step === 'counted')).toHaveLength(1);
    expect(outputs).toEqual([expect.objectContaining({ failureReason: 'disk full', revision: 4 })]);
  });

  it('is ended in the same way by the next worker, if one died before it answered', async () => {
    const { handle, steps, outputs } = makeWorker({ dies: 'answered' });
    await expect(handle()).rejects.toThrow('died before: answered');
    await handle(); // The message comes again.
    expect(outputs).toEqual([
      expect.objectContaining({ failureReason: 'disk full', totalPollingAttempts: 2 }),
    ]);
    expect(steps.at(-1)).toBe('answered');
  });
});
