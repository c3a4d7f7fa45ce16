import { ReconciliationId, shifted, TenantId, type Timestamp } from '@recordings/call-record';
import {
  type ExportJob,
  type ExportJobCommand,
  type ExportJobEvent,
  type ExportPolicy,
  intendExport,
} from '@recordings/reconciliation';
import { MINUTE_MS, SECOND_MS } from '../time/timeline.ts';
import { minute } from './minute.ts';

export type JobState = {
  readonly job: ExportJob;
  /** Index of the present instant. */
  readonly at: number;
  /** What the step to this state commanded. */
  readonly commands: readonly ExportJobCommand[];
};

/** Minutes: each lets one more of the policy's waits pass. */
export const INSTANTS = [0, 2, 10, 40, 100, 250];
export const JOB_LIFE_MINUTES = 90;
export const policy: ExportPolicy = {
  pollDelayMs: MINUTE_MS,
  pollDelayGrowth: 1,
  maxPollDelayMs: 5 * MINUTE_MS,
  maxPolls: 2,
  pollRetryDelaysMs: [15 * SECOND_MS],
  failedPollDelayMs: MINUTE_MS,
  maxTotalMs: 30 * MINUTE_MS,
  jobLifeMs: JOB_LIFE_MINUTES * MINUTE_MS,
  busyDelayMs: MINUTE_MS,
  createRetryDelaysMs: [SECOND_MS],
  overloadedCreateDelaysMs: [30 * SECOND_MS],
  listingRetryDelaysMs: [10 * SECOND_MS],
  createLeaseMs: MINUTE_MS,
  overdueAfterMs: 2 * MINUTE_MS,
};
export const nowOf = ({ at }: Pick<JobState, 'at'>): Timestamp => minute(INSTANTS[at]!);

export const intended = intendExport(
  'e-1',
  {
    tenantId: TenantId.parse('acme'),
    fromDate: minute(-60),
    toDate: minute(0),
    reconciliationIds: [ReconciliationId.parse('r-1')],
  },
  minute(0),
);

export const numberOf = (job: ExportJob): number => ('pollNumber' in job ? job.pollNumber : 1);
const exportedAtOf = (job: ExportJob): Timestamp => (job.phase === 'exported' ? job.exportedAt : minute(0));
/** Of the create that was sent last, and of one before it. */
const leaseOf = (job: ExportJob): { readonly leaseUntil: Timestamp } => ({
  leaseUntil: 'notBefore' in job ? job.notBefore : minute(0),
});
const oldLeaseOf = (job: ExportJob): { readonly leaseUntil: Timestamp } => ({
  leaseUntil: shifted(leaseOf(job).leaseUntil, -MINUTE_MS),
});
const STATUSES = ['CREATED', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'EXPIRED', 'ABSENT', 'UNKNOWN'] as const;

/** Polls that do not count against the most polls. */
export const uncountedOf = (job: ExportJob): number =>
  'pollDueAt' in job ? (job.refusedPolls ?? 0) + (job.failedPolls ?? 0) : 0;

export type MakeEvent = (job: ExportJob) => ExportJobEvent;
export const statusSeen =
  (status: (typeof STATUSES)[number], late = 0): MakeEvent =>
  (job) => ({ type: 'status-seen', number: numberOf(job) - late, status, message: status });

export const EVENTS: Readonly<Record<string, MakeEvent>> = {
  'job-created': () => ({ type: 'job-created', jobId: 'job-1' }),
  'slot-busy': (job) => ({ type: 'slot-busy', ...leaseOf(job) }),
  'slot-busy of an old create': (job) => ({ type: 'slot-busy', ...oldLeaseOf(job) }),
  'create-failed (transient)': (job) => ({
    type: 'create-failed',
    isRetryable: true,
    message: '503',
    ...leaseOf(job),
  }),
  'create-failed (overloaded)': (job) => ({
    type: 'create-failed',
    isRetryable: true,
    isOverloaded: true,
    message: '429',
    ...leaseOf(job),
  }),
  'create-failed (permanent)': (job) => ({
    type: 'create-failed',
    isRetryable: false,
    message: '422',
    ...leaseOf(job),
  }),
  'create-failed (permanent) of an old create': (job) => ({
    type: 'create-failed',
    isRetryable: false,
    message: '422',
    ...oldLeaseOf(job),
  }),
  'create-refused': (job) => ({ type: 'create-refused', ...leaseOf(job) }),
  'create-postponed': (job) => ({
    type: 'create-postponed',
    delayMs: 5 * MINUTE_MS,
    message: '401',
    ...leaseOf(job),
  }),
  'status-refused': (job) => ({
    type: 'status-refused',
    number: numberOf(job),
    waitMs: 5 * MINUTE_MS,
    message: '401',
  }),
  'results-refused': () => ({ type: 'results-refused', waitMs: 5 * MINUTE_MS, message: '403' }),
  ...Object.fromEntries(STATUSES.map((status) => [`status-seen ${status}`, statusSeen(status)])),
  'status-seen COMPLETED by an old poll': statusSeen('COMPLETED', 1),
  'status-unreadable': (job) => ({ type: 'status-unreadable', number: numberOf(job) }),
  'status-unreadable (overloaded)': (job) => ({
    type: 'status-unreadable',
    number: numberOf(job),
    isOverloaded: true,
  }),
  'results-throttled': () => ({ type: 'results-throttled' }),
  'listing-judged trusted': () => ({ type: 'listing-judged', verdict: { kind: 'trusted', reason: '' } }),
  'listing-judged incomplete': () => ({
    type: 'listing-judged',
    verdict: { kind: 'incomplete', reason: 'cut off' },
  }),
  delivered: () => ({ type: 'delivered' }),
  'results-gone': () => ({ type: 'results-gone', message: 'gone' }),
  'still-delivering': (job) => ({ type: 'still-delivering', since: exportedAtOf(job) }),
  'still-delivering of a dead worker': () => ({ type: 'still-delivering', since: minute(-1) }),
  nudged: () => ({ type: 'nudged' }),
  'tenant-removed': () => ({ type: 'tenant-removed' }),
};
