import { type GroupId, ReconciliationId } from '@recordings/call-record';
import type { Reconciliation } from '@recordings/reconciliation';
import { free, makeWorker, now } from '../../test/drive-fixture.ts';
import { makeHandleWorkflowMessage } from './handle-workflow-message.ts';
import type { WorkflowDeps } from './task-answer.ts';

const reconciliationId = ReconciliationId.parse('r-1');
const waiting = {
  ...{ reconciliationId, tenantId: 'acme', groupId: free, phase: 'waiting', revision: 1, calls: {} },
  ...{ orchestrator: 'step-functions', leaseUntil: now, lastUpdated: now },
} as unknown as Reconciliation;

/** @returns what the queue does with a task, and what an execution that does not wait for its token hears. */
const handle = async (kind: string, groupId: GroupId | string = free) => {
  const heard: string[] = [];
  const { deps, noted } = makeWorker({ slots: [] });
  const stale = async (name: string) => {
    heard.push(name);
    return false;
  };
  const workflow = {
    sendHeartbeat: () => stale('heartbeat'),
    succeedTask: () => stale('success'),
    failTask: () => stale('failure'),
  };
  const reconciliations = { get: async () => waiting, put: async () => true };
  const reconciliationPolicy = { leaseMs: 1_800_000, downloadDeadlineMs: 7_200_000 };
  const all = { ...deps, workflow, reconciliations, reconciliationPolicy } as unknown as WorkflowDeps;
  const body = JSON.stringify({
    ...{ kind, version: '1.0', taskToken: 'old', executionId: 'arn:execution', reconciliationId },
    ...{ tenantId: 'acme', groupId, exportJobId: 'job-1' },
  });
  const disposition = await makeHandleWorkflowMessage(all)({ body });
  return { disposition, heard, noted: noted.map(({ type }) => type) };
};

describe('a task of an execution', () => {
  it('whose token is old is done with: the execution has sent it again', async () => {
    expect(await handle('check-export-status')).toEqual({
      disposition: { kind: 'ack' },
      heard: ['success'],
      noted: ['workflow_answer_refused'],
    });
  });

  it('to deliver a listing starts nothing if its token is old', async () => {
    expect(await handle('notify-download-service')).toEqual({
      disposition: { kind: 'ack' },
      heard: ['heartbeat'],
      noted: [],
    });
  });

  it('of a group that the registry has no more waits for it', async () => {
    const { disposition, heard, noted } = await handle('create-export-job', 'Gone');
    expect([disposition.kind, heard, noted]).toEqual(['postpone', [], ['group_unknown']]);
  });
});
