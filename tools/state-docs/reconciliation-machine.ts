import {
  CallId,
  type ExportConstraints,
  GroupId,
  ReconciliationId,
  shifted,
  TenantId,
  type Timestamp,
} from '@recordings/call-record';
import {
  type CallOutcomes,
  hasExecution,
  nextReconciliation,
  openReconciliation,
  type Reconciliation,
  type ReconciliationEvent,
  type ReconciliationPolicy,
  type ReconciliationRequest,
} from '@recordings/reconciliation';
import type { ExampleEvent, ExampleState, Machine } from './run-machine.ts';

const MINUTE_MS = 60_000;
const START: Timestamp = '2026-01-15T11:00:00.000Z';
const HOUR = { fromDate: '2026-01-15T09:00:00.000Z', toDate: '2026-01-15T10:00:00.000Z' };
const IN_HOUR: Timestamp = '2026-01-15T09:30:00.000Z';
const [LISTED, UNLISTED] = [CallId.parse('c-1'), CallId.parse('c-2')];

const policy: ReconciliationPolicy = { leaseMs: 360 * MINUTE_MS, downloadDeadlineMs: 120 * MINUTE_MS };
const constraints: ExportConstraints = {
  minRangeMinutes: 60,
  maxRangeMinutes: 2_880,
  alignMinutes: 60,
  runningJobsPerGroup: 1,
  jobLifeMinutes: 1_440,
  selectsBy: 'start',
  settleMinutes: 0,
};

const request: ReconciliationRequest = {
  eventType: 'RECONCILIATION_REQUEST',
  eventId: 'e-1',
  timestamp: START,
  source: 'reconciliation-pooler',
  version: '1.0',
  payload: {
    reconciliationId: ReconciliationId.parse('r-1'),
    batchId: 'b-1',
    tenantId: TenantId.parse('acme'),
    groupId: GroupId.parse('Acme_EN'),
    windowIndex: 1,
    totalWindows: 1,
    ...HOUR,
    calls: [],
    callCount: 0,
    priority: 'normal',
    maxRetries: 3,
    metadata: { audioFormat: 'wav' },
  },
};

const calls: CallOutcomes = Object.fromEntries(
  [LISTED, UNLISTED].map((callId) => [callId, { startedAt: IN_HOUR, endedAt: IN_HOUR, outcome: 'open' }]),
);
const claimed: ReconciliationEvent = { type: 'calls-claimed', calls };
const exportWith = (listed: readonly CallId[]): ReconciliationEvent => ({
  type: 'exported',
  exportJobId: 'job-1',
  range: HOUR,
  recordings: new Map(listed.map((callId) => [callId, { callId, recordingId: `rec-${callId}` }])),
  errors: new Map(),
  constraints,
  verdict: { kind: 'trusted', reason: '' },
});
const jobEnded: ReconciliationEvent = { type: 'job-ended', status: 'FAILED_EXPORT_ERROR', reason: '' };

const step: Machine<Reconciliation, ReconciliationEvent>['step'] = (state, event, now) => {
  const { reconciliation, commands } = nextReconciliation(state, event, now, policy);
  return { state: reconciliation, commands };
};
const after = (state: Reconciliation, event: ReconciliationEvent): Reconciliation =>
  step(state, event, START).state;
const settleAll = (state: Reconciliation): Reconciliation => ({
  ...state,
  calls: Object.fromEntries(
    Object.entries(state.calls).map(([callId, call]) => [callId, { ...call, outcome: 'stored' as const }]),
  ),
});

const claiming: Reconciliation = openReconciliation(request, START, policy);
const waiting = after(claiming, claimed);
const downloading = after(waiting, exportWith([LISTED]));
const closed = after(waiting, jobEnded);
const drivenClaiming: Reconciliation = openReconciliation(request, START, policy, 'step-functions');
const drivenWaiting = after(drivenClaiming, claimed);
const drivenDownloading = after(drivenWaiting, exportWith([LISTED]));

const isSettled = ({ calls: results }: Reconciliation): boolean =>
  Object.values(results).every(({ outcome }) => outcome !== 'open');

const nameOf = (state: Reconciliation): string => {
  if (hasExecution(state) && state.phase !== 'closed') return `${state.phase} (Step Functions)`;
  return state.phase === 'downloading' && isSettled(state)
    ? 'downloading (every call has a result)'
    : state.phase;
};

const leasedState = (state: Reconciliation): ExampleState<Reconciliation> => ({
  state,
  earliest: shifted(START, MINUTE_MS),
  turningPoints: [{ label: '`leaseUntil` has passed', at: shifted(START, policy.leaseMs) }],
});

const downloadingState = (state: Reconciliation): ExampleState<Reconciliation> => ({
  state,
  earliest: shifted(START, MINUTE_MS),
  turningPoints: [{ label: '`deadline` has passed', at: shifted(START, policy.downloadDeadlineMs) }],
});

const states: readonly ExampleState<Reconciliation>[] = [
  leasedState(claiming),
  leasedState(waiting),
  downloadingState(downloading),
  downloadingState(settleAll(downloading)),
  leasedState(closed),
  leasedState(drivenClaiming),
  leasedState(drivenWaiting),
  {
    ...leasedState(drivenDownloading),
    turningPoints: [{ label: '`leaseUntil` has passed', at: drivenDownloading.leaseUntil }],
  },
];

const eventOf = (
  label: string,
  event: ReconciliationEvent,
): ExampleEvent<Reconciliation, ReconciliationEvent> => ({
  label,
  make: () => event,
});

const events: readonly ExampleEvent<Reconciliation, ReconciliationEvent>[] = [
  eventOf('calls-claimed (at least one)', claimed),
  eventOf('calls-claimed (none)', { type: 'calls-claimed', calls: {} }),
  eventOf('still-waiting', { type: 'still-waiting' }),
  eventOf('job-moved', {
    type: 'job-moved',
    exportJobStatus: 'POLLING',
    exportJobId: 'job-1',
    pollingIteration: 1,
  }),
  eventOf('exported (lists a call)', exportWith([LISTED])),
  eventOf('exported (lists no call)', exportWith([])),
  eventOf('job-ended', jobEnded),
  eventOf('nudged', { type: 'nudged' }),
];

/** The machine of the recovery of one window, with examples of all its states and events. */
export const reconciliationMachine: Machine<Reconciliation, ReconciliationEvent> = {
  states,
  events,
  nameOf,
  step,
};
