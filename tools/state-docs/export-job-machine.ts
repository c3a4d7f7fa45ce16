import { ReconciliationId, shifted, TenantId, type Timestamp } from '@recordings/call-record';
import {
  type ExportJob,
  type ExportJobEvent,
  type ExportPolicy,
  intendExport,
  nextExportJob,
} from '@recordings/reconciliation';
import type { ExampleEvent, ExampleState, Machine } from './run-machine.ts';

const MINUTE_MS = 60_000;
const START: Timestamp = '2026-01-15T11:00:00.000Z';

const policy: ExportPolicy = {
  pollDelayMs: 5 * MINUTE_MS,
  pollDelayGrowth: 1,
  maxPollDelayMs: 15 * MINUTE_MS,
  maxPolls: 6,
  pollRetryDelaysMs: [15_000, 30_000, 60_000],
  failedPollDelayMs: MINUTE_MS,
  maxTotalMs: 240 * MINUTE_MS,
  jobLifeMs: 1_440 * MINUTE_MS,
  busyDelayMs: 2 * MINUTE_MS,
  createRetryDelaysMs: [1_000, 5_000, 30_000],
  overloadedCreateDelaysMs: [30_000, 60_000, 120_000],
  listingRetryDelaysMs: [10_000, 20_000, 40_000],
  createLeaseMs: MINUTE_MS,
  overdueAfterMs: 2 * MINUTE_MS,
};

const after = (job: ExportJob, event: ExportJobEvent, now: Timestamp): ExportJob =>
  nextExportJob(job, event, now, policy).job;

const statusSeen = (number: number, status: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED' | 'EXPIRED') =>
  ({ type: 'status-seen', number, status, message: '' }) as const;

const plan = {
  tenantId: TenantId.parse('acme'),
  fromDate: '2026-01-15T09:00:00.000Z',
  toDate: '2026-01-15T10:00:00.000Z',
  reconciliationIds: [ReconciliationId.parse('r-1')],
};
const intended = after(intendExport('e-1', plan, START), { type: 'nudged' }, START);
const created = after(intended, { type: 'job-created', jobId: 'job-1' }, START);
const pollAt = (job: ExportJob): Timestamp => ('pollDueAt' in job ? job.pollDueAt : START);
const pollDue = (job: ExportJob): number => ('pollNumber' in job ? job.pollNumber : 1);
const pollOnce = (job: ExportJob): ExportJob =>
  after(job, statusSeen(pollDue(job), 'IN_PROGRESS'), pollAt(job));
const polling = pollOnce(created);
const lastPoll = Array.from({ length: policy.maxPolls - 2 }).reduce<ExportJob>(pollOnce, polling);
const abandoned = pollOnce(lastPoll);
const end = (status: 'COMPLETED' | 'FAILED' | 'EXPIRED'): ExportJob =>
  after(polling, statusSeen(pollDue(polling), status), pollAt(polling));
const exported = end('COMPLETED');

const isLastPoll = (job: ExportJob): boolean =>
  job.phase === 'polling' && !job.isAbandoned && job.pollNumber >= policy.maxPolls;

const nameOf = (job: ExportJob): string => {
  if (job.phase === 'intended' && job.failedCreates >= policy.createRetryDelaysMs.length) {
    return 'intended (no retry left)';
  }
  if (job.phase === 'polling' && job.isAbandoned) return 'abandoned';
  return isLastPoll(job) ? 'polling (poll `MAX_POLLS`)' : job.phase;
};

const intendedState = (state: ExportJob): ExampleState<ExportJob> => ({
  state,
  earliest: START,
  turningPoints: [
    { label: '`notBefore` has passed', at: shifted(START, policy.createLeaseMs) },
    {
      label: '`notBefore` passed `jobLifeMinutes` ago',
      at: shifted(START, policy.createLeaseMs + policy.jobLifeMs),
    },
  ],
});

const polledState = (state: ExportJob): ExampleState<ExportJob> => ({
  state,
  earliest: pollAt(state),
  turningPoints: [
    { label: 'the poll is `OVERDUE_SECONDS` late', at: shifted(pollAt(state), policy.overdueAfterMs) },
    { label: 'the job is `MAX_JOB_MINUTES` old', at: shifted(START, policy.maxTotalMs) },
    { label: 'the job is `jobLifeMinutes` old', at: shifted(START, policy.jobLifeMs) },
  ],
});

const exportedState: ExampleState<ExportJob> = {
  state: exported,
  earliest: pollAt(exported),
  turningPoints: [
    {
      label: 'the delivery showed no sign of life for `OVERDUE_SECONDS`',
      at: shifted(pollAt(exported), policy.overdueAfterMs),
    },
    {
      label: 'the listing was not delivered for `MAX_JOB_MINUTES` and `OVERDUE_SECONDS`',
      at: shifted(pollAt(exported), policy.maxTotalMs + policy.overdueAfterMs),
    },
  ],
};

const endedState = (state: ExportJob): ExampleState<ExportJob> => ({
  state,
  earliest: START,
  turningPoints: [],
});

const states: readonly ExampleState<ExportJob>[] = [
  intendedState(intended),
  intendedState({ ...intended, failedCreates: policy.createRetryDelaysMs.length } as ExportJob),
  polledState(created),
  polledState(polling),
  polledState(lastPoll),
  polledState(abandoned),
  exportedState,
  endedState(end('FAILED')),
  endedState(end('EXPIRED')),
];

/** Of the create that was sent last. */
const leaseOf = (job: ExportJob): { readonly leaseUntil: Timestamp } => ({
  leaseUntil: 'notBefore' in job ? job.notBefore : START,
});

const statuses = ['CREATED', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'EXPIRED', 'ABSENT', 'UNKNOWN'] as const;

const events: readonly ExampleEvent<ExportJob, ExportJobEvent>[] = [
  { label: 'job-created', make: () => ({ type: 'job-created', jobId: 'job-1' }) },
  { label: 'slot-busy', make: (job) => ({ type: 'slot-busy', ...leaseOf(job) }) },
  {
    label: 'create-failed (transient)',
    make: (job) => ({ type: 'create-failed', isRetryable: true, message: '', ...leaseOf(job) }),
  },
  {
    label: 'create-failed (overloaded)',
    make: (job) => ({
      ...{ type: 'create-failed', isRetryable: true, isOverloaded: true, message: '' },
      ...leaseOf(job),
    }),
  },
  {
    label: 'create-failed (permanent)',
    make: (job) => ({ type: 'create-failed', isRetryable: false, message: '', ...leaseOf(job) }),
  },
  {
    label: 'create-postponed',
    make: (job) => ({ type: 'create-postponed', delayMs: MINUTE_MS, message: '', ...leaseOf(job) }),
  },
  {
    label: 'status-refused',
    make: (job) => ({ type: 'status-refused', number: pollDue(job), waitMs: MINUTE_MS, message: '' }),
  },
  { label: 'results-refused', make: () => ({ type: 'results-refused', waitMs: MINUTE_MS, message: '' }) },
  ...statuses.map((status) => ({
    label: `status-seen ${status}`,
    make: (job: ExportJob) => ({ type: 'status-seen', number: pollDue(job), status, message: '' }) as const,
  })),
  {
    label: 'status-seen with an earlier poll number',
    make: (job) => ({ type: 'status-seen', number: pollDue(job) - 1, status: 'COMPLETED', message: '' }),
  },
  { label: 'status-unreadable', make: (job) => ({ type: 'status-unreadable', number: pollDue(job) }) },
  {
    label: 'status-unreadable (overloaded)',
    make: (job) => ({ type: 'status-unreadable', number: pollDue(job), isOverloaded: true }),
  },
  { label: 'results-throttled', make: () => ({ type: 'results-throttled' }) },
  {
    label: 'listing-judged',
    make: () => ({ type: 'listing-judged', verdict: { kind: 'trusted', reason: '' } }),
  },
  { label: 'delivered', make: () => ({ type: 'delivered' }) },
  { label: 'results-gone', make: () => ({ type: 'results-gone', message: '' }) },
  {
    label: 'still-delivering',
    make: (job) => ({ type: 'still-delivering', since: 'exportedAt' in job ? job.exportedAt : START }),
  },
  { label: 'nudged', make: () => ({ type: 'nudged' }) },
  { label: 'tenant-removed', make: () => ({ type: 'tenant-removed' }) },
];

/** The machine of one export job at OCP, with examples of all its states and events. */
export const exportJobMachine: Machine<ExportJob, ExportJobEvent> = {
  states,
  events,
  nameOf,
  step: (state, event, now) => {
    const { job, commands } = nextExportJob(state, event, now, policy);
    return { state: job, commands };
  },
};
