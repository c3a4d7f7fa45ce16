import { ReconciliationId } from '@recordings/call-record';
import type { Reconciliation } from '@recordings/reconciliation';
import { free, intendedBy, makeWorker } from '../../test/drive-fixture.ts';
import { closeEndedExecution } from './close-ended-execution.ts';
import type { WorkflowDeps } from './task-answer.ts';

const reconciliationId = ReconciliationId.parse('r-1');
const windowOf = (over: object): Reconciliation =>
  ({ reconciliationId, tenantId: 'acme', groupId: free, revision: 1, calls: {}, ...over }) as Reconciliation;

/** @returns what the worker removes and reports. A write of the window fails the test. */
const close = async (window: Reconciliation | undefined) => {
  const removed: string[] = [];
  const { deps, noted } = makeWorker({ slots: [{ slotId: 'r-1', revision: 1, job: intendedBy('acme') }] });
  const exportGroups = {
    ...deps.exportGroups,
    removeSlot: async (_: unknown, id: string) => removed.push(id),
  };
  const reconciliations = { get: async () => window, put: () => Promise.reject(new Error('a write')) };
  const all = { ...deps, exportGroups, reconciliations } as unknown as WorkflowDeps;
  const ended = { kind: 'execution-ended', version: '1.0', executionId: 'arn:execution' } as const;
  await closeEndedExecution(all, { ...ended, reconciliationId, status: 'FAILED' });
  return { removed, noted: noted.filter(({ type }) => type === 'workflow_execution_ended') };
};

const noted = [{ type: 'workflow_execution_ended', reconciliationId, status: 'FAILED', isClosedNow: false }];

describe('an execution that ended unhandled', () => {
  it('has the slot of its job freed if its window is closed: a worker may have died in between', async () => {
    const window = windowOf({ phase: 'closed', orchestrator: 'step-functions' });
    expect(await close(window)).toEqual({ removed: ['r-1'], noted });
  });

  it.each([
    ['that messages drive is left alone', windowOf({ phase: 'waiting' })],
    ['that is not there changes nothing', undefined],
  ])('is reported, and a window %s', async (_, window) => {
    expect(await close(window)).toEqual({ removed: [], noted });
  });
});
