import { CallId } from '@recordings/call-record';
import { minute } from '../planning/test-exports.ts';
import { makeDownloadTasks } from './make-download-tasks.ts';
import { makeWaitingWindow } from './make-waiting-window.ts';
import {
  type DownloadingReconciliation,
  Reconciliation,
  type WaitingReconciliation,
} from './reconciliation.ts';
import {
  after,
  c1,
  c2,
  c3,
  claiming,
  downloading,
  jobMoved,
  open,
  recordingOf,
  waiting,
} from './test-reconciliation.ts';

/** Items as the version before this union wrote them, with the fields that each phase had then. */
const common = {
  reconciliationId: 'r-1',
  batchId: 'b-1',
  tenantId: 'acme',
  groupId: 'Acme_EN',
  fromDate: minute(0),
  toDate: minute(15),
  priority: 'normal',
  calls: { 'c-1': { startedAt: minute(5), outcome: 'open' } },
  leaseUntil: minute(90),
  createdAt: minute(60),
  lastUpdated: minute(60),
  expiresAtEpochS: 1,
  revision: 3,
};
const opened = { ...common, reconciliationStatus: 'IN_PROGRESS' };
const moved = {
  exportJobId: 'job-1',
  pollingIteration: 2,
  exportCreatedAt: minute(61),
  lastPolledAt: minute(66),
};
const exported = { exportJobStatus: 'COMPLETED', exportCompletedAt: minute(70), deadline: minute(190) };

describe('the schema of a reconciliation', () => {
  it.each<[string, object]>([
    ['claiming', { ...opened, phase: 'claiming', calls: {} }],
    ['waiting', { ...opened, phase: 'waiting' }],
    ['waiting for a job that runs', { ...opened, ...moved, phase: 'waiting', exportJobStatus: 'POLLING' }],
    ['downloading', { ...opened, ...moved, ...exported, phase: 'downloading' }],
    [
      'closed, completed',
      {
        ...common,
        ...moved,
        ...exported,
        phase: 'closed',
        reconciliationStatus: 'COMPLETED',
        completedAt: minute(80),
      },
    ],
    [
      'closed, failed before its export',
      {
        ...common,
        phase: 'closed',
        reconciliationStatus: 'FAILED_OCP_API_ERROR',
        exportJobStatus: 'FAILED',
        failedAt: minute(80),
        failureReason: 'export job not created: 422',
      },
    ],
  ])('reads an item of the version before: %s', (_, item) => {
    expect(Reconciliation.parse(item)).toEqual(item);
  });

  it.each(['EXPORT_COMPLETED', 'COMPLETED'])(
    'reads %s as the status of an ended export',
    (exportJobStatus) => {
      const item = { ...opened, ...moved, ...exported, exportJobStatus, phase: 'downloading' };
      expect(Reconciliation.parse(item)).toEqual(item);
    },
  );

  it('keeps fields that it does not know', () => {
    const item = { ...opened, phase: 'waiting', newer: true };
    expect(Reconciliation.parse(item)).toEqual(item);
  });

  it.each<[string, object]>([
    ['downloads without a job', { ...opened, ...exported, phase: 'downloading' }],
    ['an open one that failed', { ...common, phase: 'waiting', reconciliationStatus: 'FAILED_MAX_RETRIES' }],
    ['a closed one that is in progress', { ...opened, phase: 'closed', completedAt: minute(80) }],
    [
      'a failed one without a reason',
      { ...common, phase: 'closed', reconciliationStatus: 'FAILED_MAX_RETRIES' },
    ],
    ['an unknown status', { ...common, phase: 'closed', reconciliationStatus: 'FAILED_SOMEHOW' }],
  ])('refuses %s', (_, item) => {
    expect(Reconciliation.safeParse(item).success).toBe(false);
  });
});

describe('a report of a job', () => {
  it('only renews the lease of a reconciliation that still claims its calls', () => {
    expect(after(claiming, jobMoved, 70)).toEqual({ ...claiming, leaseUntil: minute(100) });
  });
});

describe('makeWaitingWindow', () => {
  it('spans the calls, and an uncertain call from its first to its last possible start', () => {
    const calls = { [c1]: open(5, 10), [c2]: { ...open(2, 40), isUncertain: true }, [c3]: open(7) };
    expect(makeWaitingWindow({ ...(waiting as WaitingReconciliation), calls })).toEqual({
      reconciliationId: 'r-1',
      tenantId: 'acme',
      groupId: 'Acme_EN',
      priority: 'normal',
      firstStart: minute(2),
      lastStart: minute(40),
      lastEnd: minute(40),
      waitingSince: minute(60),
      schemaVersion: 2,
    });
  });

  it('takes a call without a known end as ending at its start', () => {
    const window = makeWaitingWindow({ ...(waiting as WaitingReconciliation), calls: { [c3]: open(7) } });
    expect(window).toMatchObject({ firstStart: minute(7), lastStart: minute(7), lastEnd: minute(7) });
  });
});

describe('makeDownloadTasks', () => {
  it('makes a task of each listed call, and skips calls that the export did not list', () => {
    const stranger = CallId.parse('c-9');
    const listed = new Map([c1, c3].map((callId) => [callId, recordingOf(callId)]));
    expect(makeDownloadTasks(downloading as DownloadingReconciliation, [c1, c3, stranger], listed)).toEqual([
      {
        version: '1.0',
        reconciliationId: 'r-1',
        tenantId: 'acme',
        groupId: 'Acme_EN',
        callId: 'c-1',
        exportJobId: 'job-1',
        recordingId: 'rec-c-1',
        tries: 0,
        declared: { sizeBytes: 10 },
      },
    ]);
  });
});
