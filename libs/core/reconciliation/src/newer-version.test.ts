import { endTurn } from './export-job/end-turn.ts';
import { ExportSlot } from './export-job/export-group.ts';
import { ExportJob } from './export-job/export-job.ts';
import {
  after as afterJob,
  created,
  exported as exportedJob,
  jobCreated,
  posted,
  refused,
  status,
  turnEnds,
} from './export-job/test-export-job.ts';
import { DownloadTask } from './messages/download-task.ts';
import { acme, minute, waitingWindow } from './planning/test-exports.ts';
import { WaitingWindow } from './planning/waiting-window.ts';
import { makeDownloadTasks } from './reconciliation/make-download-tasks.ts';
import { makeWaitingWindow } from './reconciliation/make-waiting-window.ts';
import {
  type DownloadingReconciliation,
  Reconciliation,
  type WaitingReconciliation,
} from './reconciliation/reconciliation.ts';
import {
  after,
  c1,
  claimed,
  claiming,
  exported,
  jobMoved,
  open,
  recordingOf,
  settled,
  waiting,
} from './reconciliation/test-reconciliation.ts';
import { RECOVERY_SCHEMA_VERSION } from './schema-version.ts';

/** Adds a field that this version does not know to an object, and to every object in it. */
const newer = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(newer);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, inner]) => [name, newer(inner)]);
  return { ...Object.fromEntries(fields), newerField: { a: [1] } };
};
const newerField = { a: [1] };

/** As a newer version stored it: the calls and the shares of tenants are keyed by ids, so they have no field of their own. */
const asStored = <T>(item: T): unknown => {
  const text = JSON.stringify(newer(item), (key, value: unknown) => {
    if (key !== 'calls' && key !== 'shares') return value;
    const { newerField: _, ...entries } = value as Record<string, unknown>;
    return entries;
  });
  return { ...(JSON.parse(text) as object), schemaVersion: 7 };
};

describe('a reconciliation that a newer version wrote', () => {
  const read = (item: object): Reconciliation => Reconciliation.parse(asStored(item));

  it('keeps its unknown fields through every phase', () => {
    const queued = after(read(claiming), claimed({ [c1]: open(5) }), 61);
    const moved = after(read(queued), jobMoved, 62);
    const listed = after(read(moved), exported([recordingOf(c1)]), 70);
    expect(listed).toMatchObject({ phase: 'downloading', schemaVersion: 7, newerField });
    expect(listed.calls[c1]).toMatchObject({ outcome: 'open', recordingId: 'rec-c-1', newerField });
    const detailed = settled(listed, c1, { declared: { sizeBytes: 1 } });
    const closed = after(read(detailed), { type: 'nudged' }, 6_000);
    expect(closed).toMatchObject({ phase: 'closed', schemaVersion: 7, newerField });
    expect(closed.calls[c1]).toMatchObject({ outcome: 'failed', newerField, declared: { newerField } });
  });

  it.each([
    ['its lease ends', { type: 'nudged' } as const],
    ['its job ends', { type: 'job-ended', status: 'FAILED_OCP_API_ERROR', reason: 'no' } as const],
    ['its listing is empty', exported([])],
  ])('keeps its unknown fields when %s', (_, event) => {
    const closed = after(read(waiting), event, 6_000);
    expect(closed).toMatchObject({ phase: 'closed', schemaVersion: 7, newerField });
    expect(closed.calls[c1]).toMatchObject({ newerField });
  });

  it('sends messages and windows without fields that this version does not know', () => {
    const listing = [{ ...recordingOf(c1), others: [{ recordingId: 'rec-2', sizeBytes: 3 }] }];
    const downloading = read(after(waiting, exported(listing), 70)) as DownloadingReconciliation;
    const tasks = makeDownloadTasks(downloading, [c1]);
    const window = makeWaitingWindow(read(waiting) as WaitingReconciliation);
    expect(JSON.stringify([tasks, window])).not.toContain('newerField');
    expect(tasks).toMatchObject([{ recordingId: 'rec-c-1', others: [{ recordingId: 'rec-2' }] }]);
    expect(window).toMatchObject({ schemaVersion: RECOVERY_SCHEMA_VERSION });
  });
});

describe('an export job that a newer version wrote', () => {
  const read = (job: object): ExportJob => ExportJob.parse(asStored(job));
  const gone = { type: 'results-gone', message: 'gone' } as const;

  it.each([
    ['created', afterJob(read(posted), jobCreated, minute(60))],
    ['put off', afterJob(read(posted), refused(true), minute(60))],
    ['refused', afterJob(read(posted), refused(false), minute(60))],
    ['polled', afterJob(read(created), status(1, 'IN_PROGRESS'), minute(65))],
    ['exported', afterJob(read(created), status(1, 'COMPLETED'), minute(65))],
    ['failed', afterJob(read(created), status(1, 'FAILED'), minute(65))],
    ['expired', afterJob(read(created), status(1, 'EXPIRED'), minute(65))],
    ['without its results', afterJob(read(exportedJob), gone, minute(80))],
  ])('keeps its unknown fields when it is %s', (_, job) => {
    expect(job).toMatchObject({ newerField });
  });

  it('leaves no field of the phase that it left', () => {
    const failed = afterJob(read(created), status(1, 'FAILED'), minute(65));
    expect(failed).not.toHaveProperty('pollDueAt');
    expect(failed).not.toHaveProperty('jobId');
  });

  it('keeps the unknown fields of its slot, its verdict and its tenants when its turn ends', () => {
    const judged = { ...exportedJob, verdict: { kind: 'trusted', reason: '' } };
    const slot = { slotId: 's', job: judged, shares: { [acme]: { servedAtRevision: 1 } }, revision: 4 };
    const stored = asStored(slot);
    const held = ExportSlot.parse(stored);
    expect(held).toEqual(stored);
    const free = endTurn({ ...held, job: held.job! }, turnEnds);
    expect(free).toMatchObject({ schemaVersion: 7, newerField });
    expect(free.shares?.[acme]).toMatchObject({ newerField, servedAtRevision: 5 });
  });
});

describe('a window and a download task that a newer version wrote', () => {
  it('are read with their unknown fields', () => {
    const window = asStored(waitingWindow('r-1', [0, 0, 0]));
    expect(WaitingWindow.parse(window)).toEqual(window);
    const task = asStored({
      version: '1.3',
      reconciliationId: 'r-1',
      tenantId: 'acme',
      groupId: 'Acme_EN',
      callId: 'c-1',
      exportJobId: 'job-1',
      recordingId: 'rec-1',
      tries: 1,
      declared: { sizeBytes: 3 },
      others: [{ recordingId: 'rec-2' }],
    });
    expect(DownloadTask.parse(task)).toEqual(task);
  });
});
