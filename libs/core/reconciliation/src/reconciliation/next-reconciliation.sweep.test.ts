import { planNextExport } from '../planning/plan-export.ts';
import { minute, omilia } from '../planning/test-exports.ts';
import type { SweepResult } from '../sweep/sweep-result.ts';
import { makeWaitingWindow } from './make-waiting-window.ts';
import { nextReconciliation } from './next-reconciliation.ts';
import { openFound } from './open-reconciliation.ts';
import type { Reconciliation, WaitingReconciliation } from './reconciliation.ts';
import {
  after,
  c1,
  claimed,
  exported,
  jobEnded,
  jobMoved,
  open,
  policy,
  recordingOf,
  waiting as waitingWindow,
  claiming as window,
} from './test-reconciliation.ts';

const { reconciliationId, tenantId, groupId } = window;
const job = { exportId: 'e-1', fromDate: minute(-600), toDate: minute(-480) };
const found = { reconciliationId, tenantId, groupId, job, calls: {}, priority: 'low' as const };
const claiming: Reconciliation = { ...openFound(found, minute(0), policy), sweep: {} };
const waiting = after(claiming, claimed({}), 1) as WaitingReconciliation;
const result: SweepResult = {
  ...{ isDone: true, listed: 2, stored: 1, created: 1, reopened: 0, notListed: 0 },
  ...{ cdrEvents: 4, newCdrEvents: 2 },
};
const swept = { type: 'swept', exportJobId: 'job-1', result, reason: '' } as const;

describe('the reconciliation of a sweep', () => {
  it('waits for an export although it has no calls', () => {
    expect(waiting.phase).toBe('waiting');
    const { commands } = nextReconciliation(claiming, claimed({}), minute(1), policy);
    expect(commands).toEqual([{ type: 'enqueue-window' }]);
  });

  it('is exported over its whole range, with CDRs, and joins a window of calls', () => {
    const sweep = makeWaitingWindow(waiting);
    expect(planNextExport([sweep], omilia, minute(60))).toMatchObject({
      kind: 'ready',
      plan: { fromDate: job.fromDate, toDate: job.toDate, withCdrs: true },
    });
    const calls = { [c1]: open(-470, -465) };
    const near = makeWaitingWindow({ ...(waitingWindow as WaitingReconciliation), calls });
    const alone = planNextExport([near], omilia, minute(300));
    expect(alone).not.toHaveProperty('plan.withCdrs');
    const plan = planNextExport([near, sweep], omilia, minute(300));
    expect(plan).toMatchObject({ plan: { fromDate: job.fromDate, toDate: minute(-420), withCdrs: true } });
  });

  it('stays open when its job is exported: what the job says is recorded first', () => {
    const { reconciliation, commands } = nextReconciliation(
      waiting,
      exported([recordingOf(c1)]),
      minute(2),
      policy,
    );
    expect([reconciliation.phase, commands]).toEqual(['waiting', []]);
  });

  it('is completed with its result', () => {
    const closed = after(waiting, swept, 3);
    expect(closed).toMatchObject({
      reconciliationStatus: 'COMPLETED',
      exportJobId: 'job-1',
      sweep: { result },
    });
  });

  it('says when its job was made, unless the job was made for other windows', () => {
    const polled = after(waiting, jobMoved, 2);
    expect(after(polled, swept, 3)).toMatchObject({ exportCreatedAt: minute(2) });
    const served = after(polled, { ...swept, exportJobId: 'job-9' }, 3);
    expect(served).toMatchObject({ exportJobId: 'job-9', completedAt: minute(3) });
    expect(served).not.toHaveProperty('exportCreatedAt');
  });

  it('fails with its result and the reason if the listing proves too little', () => {
    const doubted = { ...swept, result: { ...result, isDone: false }, reason: 'a row' };
    expect(after(waiting, doubted, 3)).toMatchObject({
      ...{ reconciliationStatus: 'FAILED_EXPORT_ERROR', failureReason: 'a row' },
      sweep: { result: { isDone: false } },
    });
  });

  it('fails without a result if its job ends, or its lease', () => {
    for (const closed of [after(waiting, jobEnded, 3), after(waiting, { type: 'nudged' }, 100_000)]) {
      expect(closed.reconciliationStatus).toMatch(/^FAILED/);
      expect(closed.sweep).toEqual({});
    }
  });
});

it('an event of a sweep does nothing to a window of calls', () => {
  expect(after(waitingWindow, swept, 3).phase).toBe('waiting');
});
