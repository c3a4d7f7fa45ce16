import { timestampOf } from '@recordings/call-record';
import { ExportJob, type ExportSlot, type Reconciliation } from '@recordings/reconciliation';
import { free, intendedBy, makeWorker, now, registry } from '../../test/drive-fixture.ts';
import { findRecoveredGroup } from '../recovered-group.ts';
import { checkExportStatus } from './check-export-status.ts';
import type { WorkflowDeps } from './task-answer.ts';

const tenantId = registry.findGroup('Free')!.tenant;
const lastPoll = timestampOf(Date.parse(now) - 60_000);

const jobIn = (phase: string, over: object = {}): ExportJob =>
  ExportJob.parse({
    ...intendedBy('acme'),
    ...{ phase, jobId: 'job-1', createdAt: lastPoll, pollNumber: 2, pollDueAt: lastPoll, isAbandoned: false },
    ...over,
  });

/** @returns the answer of a worker, and how often it asked OCP. */
const check = async (job: ExportJob | undefined, phase: Reconciliation['phase'] = 'waiting') => {
  const asked: string[] = [];
  const slots: ExportSlot[] = job ? [{ slotId: 'r-1', revision: 1, job }] : [];
  const { deps } = makeWorker({ slots }, {
    reconciliationPolicy: { leaseMs: 1_800_000, downloadDeadlineMs: 7_200_000 },
    ocpOf: () => ({
      jobStatus: async (id: string) => {
        asked.push(id);
        return { name: 'COMPLETED', word: 'COMPLETED' };
      },
    }),
  } as unknown as Parameters<typeof makeWorker>[1]);
  const group = findRecoveredGroup(deps, { tenantId, groupId: free })!;
  const answer = await checkExportStatus(deps as WorkflowDeps, group, {
    ...{ reconciliationId: 'r-1', phase },
  } as Reconciliation);
  return { answer, asked };
};

const saying = (said: object) => ({ kind: 'succeed', output: expect.objectContaining(said) as object });

describe('a poll of an execution', () => {
  it('that comes again after OCP had completed the job says so, and does not ask again', async () => {
    const { answer, asked } = await check(jobIn('exported', { exportedAt: now }));
    expect([answer, asked]).toEqual([saying({ status: 'COMPLETED' }), []]);
  });

  it('that comes again after the listing was delivered says that the job completed', async () => {
    expect(await check(undefined, 'downloading')).toEqual({
      answer: saying({ status: 'COMPLETED' }),
      asked: [],
    });
  });

  it('says why the job failed', async () => {
    const over = { status: 'FAILED_EXPORT_ERROR', reason: 'disk full', failedAt: now, isAboutTheJob: true };
    expect((await check(jobIn('failed', over))).answer).toEqual(
      saying({ status: 'FAILED', errorMessage: 'disk full' }),
    );
  });

  it('of a window whose job is gone ends the window', async () => {
    const errorMessage = 'the export job is no longer in the slot of its window';
    expect((await check(undefined)).answer).toEqual(saying({ status: 'FAILED', errorMessage }));
  });
});
