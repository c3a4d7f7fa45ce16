import { CallId } from '@recordings/call-record';
import { endTurn } from './export-job/end-turn.ts';
import type { ExportSlot } from './export-job/export-group.ts';
import type { ExportJob } from './export-job/export-job.ts';
import {
  created,
  expired,
  exported as exportedJob,
  failed,
  polling,
  posted,
  turnEnds,
} from './export-job/test-export-job.ts';
import { EXPORT_CHECK_VERSION, type ExportCheck } from './messages/export-check.ts';
import {
  RECONCILIATION_REQUEST_VERSION,
  type ReconciliationRequest,
  SWEEP_REQUEST_VERSION,
} from './messages/reconciliation-request.ts';
import { recordingQuarantined } from './messages/recording-quarantined.ts';
import { recordingStored } from './messages/recording-stored.ts';
import { acme, minute } from './planning/test-exports.ts';
import { makeDownloadTasks } from './reconciliation/make-download-tasks.ts';
import { makeWaitingWindow } from './reconciliation/make-waiting-window.ts';
import { openReconciliation } from './reconciliation/open-reconciliation.ts';
import type {
  DownloadingReconciliation,
  Reconciliation,
  WaitingReconciliation,
} from './reconciliation/reconciliation.ts';
import type { ExportedRecording } from './reconciliation/reconciliation-step.ts';
import {
  after,
  c1,
  c2,
  claimed,
  claiming,
  exported,
  jobEnded,
  jobMoved,
  nudged,
  open,
  policy,
  recordingOf,
  settled,
} from './reconciliation/test-reconciliation.ts';
import { RECOVERY_SCHEMA_VERSION, WORKFLOW_SCHEMA_VERSION } from './schema-version.ts';
import type { SweepCheckpoint } from './sweep/sweep-checkpoint.ts';

const { groupId, reconciliationId } = claiming;
const request: ReconciliationRequest = {
  eventType: 'RECONCILIATION_REQUEST',
  eventId: 'e-1',
  timestamp: minute(60),
  source: 'reconciliation-pooler',
  version: RECONCILIATION_REQUEST_VERSION,
  payload: {
    reconciliationId,
    batchId: 'b-1',
    tenantId: acme,
    groupId,
    windowIndex: 1,
    totalWindows: 2,
    fromDate: minute(0),
    toDate: minute(15),
    calls: [{ callId: c1, callTimestamp: minute(5), reconciliationAttempts: 0 }, { callId: c2 }],
    callCount: 2,
    priority: 'normal',
    maxRetries: 3,
    metadata: { audioFormat: 'wav' },
  },
};
const opened = openReconciliation(request, minute(60), policy);
const waiting = after(opened, claimed({ [c1]: open(5, 10), [c2]: open(12, 14) }), 61);
const moved = after(waiting, jobMoved, 66);
const others = [{ recordingId: 'rec-2', sizeBytes: 3, sha256: 'ab' }];
const listed: ExportedRecording[] = [
  { ...recordingOf(c1), others },
  { ...recordingOf(c2), startedAt: minute(12) },
];
const downloading = after(moved, exported(listed), 80) as DownloadingReconciliation;
const stored = settled(settled(downloading, c1, { outcome: 'stored' }), c2, { outcome: 'stored' });

export const goldenReconciliations: Readonly<Record<string, Reconciliation>> = {
  'reconciliation-claiming': opened,
  'reconciliation-waiting': waiting,
  'reconciliation-waiting-for-job': moved,
  'reconciliation-downloading': downloading,
  'reconciliation-completed': after(stored, nudged, 90),
  'reconciliation-nothing-found': after(waiting, exported([]), 80),
  'reconciliation-failed': after(moved, jobEnded, 80),
};

const slotOf = (job: ExportJob): ExportSlot & { readonly job: ExportJob } => ({
  slotId: 'single',
  job,
  schemaVersion: RECOVERY_SCHEMA_VERSION,
  revision: 4,
});
const judged: ExportJob = { ...exportedJob, verdict: { kind: 'trusted', reason: '' } } as ExportJob;

export const goldenSlots: Readonly<Record<string, ExportSlot>> = {
  'slot-intended': slotOf(posted),
  'slot-created': slotOf(created),
  'slot-polling': slotOf(polling),
  'slot-exported': slotOf(judged),
  'slot-failed': slotOf(failed),
  'slot-expired': slotOf(expired),
  'slot-free': endTurn(slotOf(judged), turnEnds),
};

export const goldenWindows = { window: makeWaitingWindow(waiting as WaitingReconciliation) };
export const goldenRequests = { request };
const { calls: _, callCount: __, ...sweptWindow } = request.payload;
const sweepRequest: ReconciliationRequest = {
  ...request,
  version: SWEEP_REQUEST_VERSION,
  payload: { ...sweptWindow, calls: [], callCount: 0, isSweep: true, priority: 'low' },
};
const sweepWaiting = after(openReconciliation(sweepRequest, minute(60), policy), claimed({}), 61);
const sweepResult = {
  ...{ isDone: true, listed: 7, stored: 3, created: 4, reopened: 0, notListed: 0 },
  ...{ cdrEvents: 14, newCdrEvents: 8 },
};
const swept = { type: 'swept', exportJobId: 'job-1', result: sweepResult, reason: '' } as const;
const doubted = { ...swept, result: { ...sweepResult, isDone: false }, reason: 'a row cannot be read' };
export const goldenSweeps = {
  'request-sweep': sweepRequest,
  'window-sweep': makeWaitingWindow(sweepWaiting as WaitingReconciliation),
  'reconciliation-sweep-waiting': sweepWaiting,
  'reconciliation-sweep-completed': after(sweepWaiting, swept, 80),
  'reconciliation-sweep-failed': after(sweepWaiting, doubted, 80),
  'slot-sweep': slotOf({ ...created, withCdrs: true }),
};

const driven = after(
  openReconciliation(request, minute(60), policy, 'step-functions'),
  claimed({ [c1]: open(5, 10), [c2]: open(12, 14) }),
  61,
) as WaitingReconciliation;
const sfExecutionId = 'arn:aws:states:eu-west-1:111122223333:execution:prod-reconciliation:r-1';
/** As the state machine has written it after the last poll. */
const drivenExported: WaitingReconciliation = {
  ...driven,
  sfExecutionId,
  ...{ exportJobId: 'job-1', exportJobStatus: 'EXPORT_COMPLETED', pollingIteration: 2 },
  ...{ exportCreatedAt: minute(61), lastPolledAt: minute(66), exportCompletedAt: minute(71) },
};
const drivenDownloading = {
  ...after(drivenExported, exported(listed), 80),
  downloadToken: 'AAAA-token-ZZZZ',
} as DownloadingReconciliation;
/** What an execution of Step Functions drives. */
export const goldenDriven = {
  'reconciliation-driven-waiting': driven,
  'reconciliation-driven-exported': drivenExported,
  'reconciliation-driven-downloading': drivenDownloading,
  'slot-driven': {
    ...slotOf({ ...created, orchestrator: 'step-functions' }),
    schemaVersion: WORKFLOW_SCHEMA_VERSION,
  },
} satisfies Readonly<Record<string, Reconciliation | ExportSlot>>;
const again = { faults: 2, fault: 'listing', notBefore: minute(70), dueSince: minute(0) } as const;
const sweptRange = { fromDate: minute(-600), toDate: minute(-540) };
export const goldenCheckpoints: Readonly<Record<string, SweepCheckpoint>> = {
  'sweep-checkpoint': {
    ...{
      tenantId: acme,
      groupId,
      sweptSince: minute(-900),
      sweptUntil: minute(-300),
      startedAt: minute(-900),
      updatedAt: minute(60),
    },
    running: { ...sweptRange, reconciliationId, plannedAt: minute(60), faults: 0, dueSince: minute(0) },
    again: [{ ...sweptRange, ...again }],
    asked: [{ ...sweptRange, by: 'ana', reason: 'outage', askedAt: minute(50) }],
    rangeLimit: { minutes: 720, since: minute(50) },
    totals: { ranges: 3, listed: 70, created: 4, reopened: 1, notListed: 0 },
    ...{ schemaVersion: 1, revision: 9 },
  },
};
const inListing = new Map(listed.map((recording) => [recording.callId, recording]));
export const goldenTasks = { 'download-task': makeDownloadTasks(downloading, [c1], inListing)[0]! };

const check = { version: EXPORT_CHECK_VERSION, tenantId: acme, groupId };
export const goldenChecks: Readonly<Record<string, ExportCheck>> = {
  'check-poll': { ...check, kind: 'poll', slotId: 'single', exportId: 'e-1', number: 2 },
  'check-group': { ...check, kind: 'group' },
  'check-close': { version: EXPORT_CHECK_VERSION, kind: 'close', reconciliationId },
};

const location = { bucket: 'recordings', key: 'acme/c-1' };
export const goldenNotices = {
  'recording-stored': recordingStored(
    { tenantId: acme, callId: CallId.parse('c-1'), location, sha256: 'ab', source: 'RECONCILIATION' },
    minute(90),
  ).body,
  'recording-quarantined': recordingQuarantined(
    {
      tenantId: acme,
      callId: CallId.parse('c-1'),
      key: 'recordings/acme/c-1/ab',
      reason: 'TRUNCATED',
      sha256: 'ab',
      sizeBytes: 44,
      source: 'REALTIME',
      isCallStored: false,
    },
    minute(90),
  ).body,
};
