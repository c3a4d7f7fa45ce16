import { isDeepStrictEqual } from 'node:util';
import { CallId, GroupId, ReconciliationId, TenantId, type Timestamp } from '@recordings/call-record';
import {
  type CallOutcome,
  type CallOutcomes,
  callsOf,
  type ExportedEvent,
  type ListingVerdict,
  nextReconciliation,
  openFound,
  type Reconciliation,
  type ReconciliationCommand,
  type ReconciliationEvent,
  type ReconciliationPolicy,
} from '@recordings/reconciliation';
import { registry } from '../scenario/policies.ts';
import { MINUTE_MS } from '../time/timeline.ts';
import { type ExploredMachine, keyOfFields } from './explore.ts';
import { minute } from './minute.ts';

export type WindowState = {
  readonly window: Reconciliation;
  /** Index of the present instant. */
  readonly at: number;
  /** What the step to this state commanded. */
  readonly commands: readonly ReconciliationCommand[];
};

/** Minutes. A lease that begins at one of them ends before the second one after it; so does a deadline. */
const INSTANTS = [60, 70, 100, 200, 400];
const policy: ReconciliationPolicy = { leaseMs: 30 * MINUTE_MS, downloadDeadlineMs: 60 * MINUTE_MS };
const nowOf = ({ at }: Pick<WindowState, 'at'>): Timestamp => minute(INSTANTS[at]!);

/** The export covers the whole first call, and not the whole second one. */
const [COVERED, UNCOVERED] = ['covered', 'uncovered'].map((id) => CallId.parse(id)) as [CallId, CallId];
const CALLS: CallOutcomes = {
  [COVERED]: { startedAt: minute(5), endedAt: minute(10), outcome: 'open' },
  [UNCOVERED]: { startedAt: minute(50), endedAt: minute(70), outcome: 'open' },
};
const claiming: Reconciliation = openFound(
  {
    reconciliationId: ReconciliationId.parse('r-1'),
    tenantId: TenantId.parse('acme'),
    groupId: GroupId.parse('Hours'),
    job: { exportId: 'e-1', fromDate: minute(0), toDate: minute(60) },
    calls: {},
    priority: 'normal',
  },
  minute(INSTANTS[0]!),
  policy,
);

const claimed = (...callIds: CallId[]): ReconciliationEvent => ({
  type: 'calls-claimed',
  calls: Object.fromEntries(callIds.map((callId) => [callId, CALLS[callId]!])),
});
const exported = (
  kind: ListingVerdict['kind'],
  listed: readonly CallId[],
  errors: readonly CallId[] = [],
): ExportedEvent => ({
  type: 'exported',
  exportJobId: 'job-1',
  range: { fromDate: minute(0), toDate: minute(60) },
  recordings: new Map(listed.map((callId) => [callId, { callId, recordingId: `rec-${callId}` }])),
  errors: new Map(errors.map((callId) => [callId, 'OCP could not export it'])),
  constraints: registry.groups[0]!.exportConstraints,
  verdict: { kind, reason: kind },
});

const EVENTS: Readonly<Record<string, ReconciliationEvent>> = {
  'calls-claimed (both)': claimed(COVERED, UNCOVERED),
  'calls-claimed (one)': claimed(COVERED),
  'calls-claimed (none)': claimed(),
  'exported (trusted, lists both)': exported('trusted', [COVERED, UNCOVERED]),
  'exported (trusted, lists one)': exported('trusted', [UNCOVERED]),
  'exported (trusted, lists none)': exported('trusted', []),
  'exported (untrusted, lists one)': exported('untrusted', [UNCOVERED]),
  'exported (incomplete, lists one)': exported('incomplete', [COVERED]),
  'exported (with an error)': exported('trusted', [], [COVERED]),
  'job-moved': { type: 'job-moved', exportJobStatus: 'POLLING', exportJobId: 'job-1', pollingIteration: 1 },
  'job-ended': { type: 'job-ended', status: 'FAILED_MAX_RETRIES', reason: 'too slow' },
  'still-waiting': { type: 'still-waiting' },
  nudged: { type: 'nudged' },
};

const applyTo = (state: WindowState, event: ReconciliationEvent): WindowState => {
  const { reconciliation, commands } = nextReconciliation(state.window, event, nowOf(state), policy);
  return isDeepStrictEqual(reconciliation, state.window) && commands.length === 0
    ? state
    : { window: reconciliation, at: state.at, commands };
};

/** The conditional write of a downloader, which has a task only after the listing: only an open call gets a result. */
const settle =
  (callId: CallId, outcome: 'stored' | 'failed') =>
  (state: WindowState): WindowState => {
    const call = state.window.calls[callId];
    if (state.window.phase !== 'downloading' || call?.outcome !== 'open') return state;
    const code = outcome === 'stored' ? 'STORED' : 'NOT_AUDIO';
    const calls = { ...state.window.calls, [callId]: { ...call, outcome, code, isAboutTheCall: true } };
    return { ...state, window: { ...state.window, calls }, commands: [] };
  };

/** The recovery of a window with two calls, by workers that crash, wait and repeat. */
export const exploredReconciliation: ExploredMachine<WindowState> = {
  starts: { claiming: { window: claiming, at: 0, commands: [] } },
  events: {
    ...Object.fromEntries(
      Object.entries(EVENTS).map(([name, event]) => [name, (state: WindowState) => applyTo(state, event)]),
    ),
    ...Object.fromEntries(
      [COVERED, UNCOVERED].flatMap((callId) => [
        [`${callId} is stored`, settle(callId, 'stored')],
        [`${callId} is rejected`, settle(callId, 'failed')],
      ]),
    ),
    'time passes': (state) =>
      state.at + 1 < INSTANTS.length ? { ...state, at: state.at + 1, commands: [] } : state,
  },
  keyOf: ({ window, at }) => keyOfFields({ window, at }),
  checkStep: (before, after, event) =>
    after === before || event === 'time passes'
      ? []
      : [
          ...checkPhase(before, after),
          ...checkCalls(before, after, event),
          ...checkClosing(before, after),
          ...checkRepeat(after, event),
        ],
  checkState: checkWayForward,
};

const PHASES = ['claiming', 'waiting', 'downloading', 'closed'];

/** Invariant 3: a closed window stays as it is, phases never go back, and a lease never becomes shorter. */
const checkPhase = ({ window: before }: WindowState, { window: after }: WindowState): string[] => [
  ...(before.phase === 'closed' && !isDeepStrictEqual(before, after) ? ['a closed window was changed'] : []),
  ...(PHASES.indexOf(after.phase) < PHASES.indexOf(before.phase)
    ? [`the window went from ${before.phase} to ${after.phase}`]
    : []),
  ...(after.leaseUntil < before.leaseUntil ? ['the lease was shortened'] : []),
];

/** Invariants 2 and 13: a result never changes, and only a trusted listing that covers a call proves that it is absent. */
const checkCalls = (
  { window: before }: WindowState,
  { window: after }: WindowState,
  event: string,
): string[] =>
  callsOf(after.calls).flatMap(([callId, { outcome }]) => {
    const was: CallOutcome['outcome'] = before.calls[callId]?.outcome ?? 'open';
    if (outcome === was) return [];
    if (was !== 'open') return [`the result of the ${callId} call went from ${was} to ${outcome}`];
    const proof = EVENTS[event];
    const isAbsent =
      proof?.type === 'exported' &&
      proof.verdict.kind === 'trusted' &&
      !proof.recordings.has(callId) &&
      !proof.errors.has(callId) &&
      callId === COVERED;
    if (outcome === 'not-found' && !isAbsent) return [`the ${callId} call was not found without proof`];
    if (outcome === 'stored' && event !== `${callId} is stored`) return [`the ${callId} call was not stored`];
    return [];
  });

/** A window is closed once, with a result for each call, and its calls are released before. */
const checkClosing = (
  { window: before }: WindowState,
  { window: after, commands }: WindowState,
): string[] => {
  if (after.phase !== 'closed') return [];
  const types = commands.map(({ type }) => type);
  const outcomes = callsOf(after.calls).map(([, { outcome }]) => outcome);
  const hasFailed = 'failureReason' in after;
  return [
    ...(types.includes('forget-window') ? [] : ['the window is closed and still waits']),
    ...(before.phase === 'closed' || types[0] === 'release-calls' ? [] : ['the calls were not released']),
    ...(outcomes.includes('open') ? ['a call of the closed window has no result'] : []),
    ...(outcomes.includes('failed') && !hasFailed ? ['a call failed, and its window did not'] : []),
  ];
};

/** Invariant 4: the same message once more changes nothing. */
const checkRepeat = (after: WindowState, event: string): string[] => {
  const repeated = EVENTS[event];
  if (!repeated) return [];
  return isDeepStrictEqual(applyTo(after, repeated).window, after.window)
    ? []
    : [`${event} changed the window twice`];
};

/** A state without a way forward would hold its calls for ever. Only the watchdog looks: every other message is lost. */
function checkWayForward({ window }: WindowState): string[] {
  let current = window;
  // Once more for each download that ended since the deadline was set.
  for (let look = 0; look <= 2 && current.phase !== 'closed'; look += 1) {
    const limits = 'deadline' in current ? [current.leaseUntil, current.deadline] : [current.leaseUntil];
    const later = limits.sort().at(-1)!;
    current = nextReconciliation(current, { type: 'nudged' }, later, policy).reconciliation;
  }
  return current.phase === 'closed' ? [] : [`the window is still open at ${current.leaseUntil}`];
}
