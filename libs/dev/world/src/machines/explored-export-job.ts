import { isDeepStrictEqual } from 'node:util';
import { ReconciliationId, shifted, TenantId, type Timestamp, timestampOf } from '@recordings/call-record';
import {
  type ExportJob,
  type ExportJobCommand,
  type ExportJobEvent,
  type ExportPolicy,
  intendExport,
  nextExportJob,
} from '@recordings/reconciliation';
import { MINUTE_MS, SECOND_MS } from '../time/timeline.ts';
import { type ExploredMachine, keyOfFields } from './explore.ts';

export type JobState = {
  readonly job: ExportJob;
  /** Index of the present instant. */
  readonly at: number;
  /** What the step to this state commanded. */
  readonly commands: readonly ExportJobCommand[];
};

const START_MS = Date.UTC(2026, 0, 15, 10);
/** Minutes: each lets one more of the policy's waits pass. */
const INSTANTS = [0, 2, 10, 40, 100, 250];
const JOB_LIFE_MINUTES = 90;
const policy: ExportPolicy = {
  pollDelayMs: MINUTE_MS,
  pollDelayGrowth: 1,
  maxPollDelayMs: 5 * MINUTE_MS,
  maxPolls: 2,
  maxTotalMs: 30 * MINUTE_MS,
  jobLifeMs: JOB_LIFE_MINUTES * MINUTE_MS,
  busyDelayMs: MINUTE_MS,
  createRetryDelaysMs: [SECOND_MS],
  createLeaseMs: MINUTE_MS,
  overdueAfterMs: 2 * MINUTE_MS,
};
const minute = (minutes: number): Timestamp => timestampOf(START_MS + minutes * MINUTE_MS);
const nowOf = ({ at }: Pick<JobState, 'at'>): Timestamp => minute(INSTANTS[at]!);

const intended = intendExport(
  'e-1',
  {
    tenantId: TenantId.parse('acme'),
    fromDate: minute(-60),
    toDate: minute(0),
    reconciliationIds: [ReconciliationId.parse('r-1')],
  },
  minute(0),
);

const numberOf = (job: ExportJob): number => ('pollNumber' in job ? job.pollNumber : 1);
const exportedAtOf = (job: ExportJob): Timestamp => (job.phase === 'exported' ? job.exportedAt : minute(0));
const STATUSES = ['CREATED', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'EXPIRED', 'ABSENT', 'UNKNOWN'] as const;

const refusedOf = (job: ExportJob): number => ('refusedPolls' in job ? (job.refusedPolls ?? 0) : 0);

type MakeEvent = (job: ExportJob) => ExportJobEvent;
const statusSeen =
  (status: (typeof STATUSES)[number], late = 0): MakeEvent =>
  (job) => ({ type: 'status-seen', number: numberOf(job) - late, status, message: status });

const EVENTS: Readonly<Record<string, MakeEvent>> = {
  'job-created': () => ({ type: 'job-created', jobId: 'job-1' }),
  'slot-busy': () => ({ type: 'slot-busy' }),
  'create-failed (transient)': () => ({ type: 'create-failed', isRetryable: true, message: '503' }),
  'create-failed (permanent)': () => ({ type: 'create-failed', isRetryable: false, message: '422' }),
  'create-refused': () => ({ type: 'create-refused' }),
  'create-postponed': () => ({ type: 'create-postponed', delayMs: 5 * MINUTE_MS, message: '401' }),
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

const applyTo = (state: JobState, event: ExportJobEvent): JobState => {
  const { job, commands } = nextExportJob(state.job, event, nowOf(state), policy);
  return isDeepStrictEqual(job, state.job) && commands.length === 0 ? state : { job, at: state.at, commands };
};

/** The export job of one slot, asked by workers that crash, wait and repeat, at an OCP that may answer anything. */
export const exploredExportJob: ExploredMachine<JobState> = {
  starts: { intended: { job: intended, at: 0, commands: [] } },
  events: {
    ...Object.fromEntries(
      Object.entries(EVENTS).map(([name, make]) => [
        name,
        (state: JobState) => applyTo(state, make(state.job)),
      ]),
    ),
    'time passes': (state) =>
      state.at + 1 < INSTANTS.length ? { ...state, at: state.at + 1, commands: [] } : state,
  },
  // Polls after the last one, and reasons, do not change how a job goes on.
  keyOf: ({ job, at }) =>
    keyOfFields({
      at,
      job: {
        ...job,
        pollNumber: Math.min(numberOf(job) - refusedOf(job), policy.maxPolls + 1),
        refusedPolls: 0,
        reason: '',
      },
    }),
  checkStep: (before, after, event) =>
    event === 'time passes' || after === before
      ? []
      : [
          ...checkPhase(before, after),
          ...checkCommands(before, after, event),
          ...checkRepeat(before, after, event),
        ],
  checkState: (state) => ANSWERS.flatMap((answer) => checkWayForward(state, answer)),
};

const isEnded = ({ phase }: ExportJob): boolean => phase === 'failed' || phase === 'expired';

/** Invariant 3: an ended job stays as it is, and a job never goes back to an earlier phase. */
const checkPhase = ({ job: before }: JobState, { job: after }: JobState): string[] => {
  const broken: string[] = [];
  if (isEnded(before) && !isDeepStrictEqual(before, after)) broken.push('an ended job was changed');
  const order = ['intended', 'created', 'polling', 'exported', 'failed'];
  const isBack = order.indexOf(after.phase) < order.indexOf(before.phase) && !isEnded(after);
  // Its success was doubted and its listing could not be read: it may still run.
  const isDoubted = before.phase === 'exported' && before.doubt !== undefined && after.phase === 'polling';
  if (isBack && !isDoubted) broken.push(`the job went from ${before.phase} to ${after.phase}`);
  return broken;
};

/** OCP has said so, or cannot have the job any longer. */
const mayFree = ({ job, at }: JobState, event: string): boolean => {
  switch (job.phase) {
    case 'intended':
      return (
        /^create-(failed|refused)/.test(event) ||
        event === 'tenant-removed' ||
        shifted(job.intendedAt, policy.jobLifeMs) <= nowOf({ at })
      );
    case 'created':
    case 'polling':
      return (
        /status-seen (FAILED|EXPIRED|ABSENT)$/.test(event) ||
        shifted(job.createdAt, policy.jobLifeMs) <= nowOf({ at })
      );
    case 'exported':
      return true;
    case 'failed':
    case 'expired':
      return true;
    default:
      return job satisfies never;
  }
};

/** The slot is freed only if no job of ours can run, and after its windows have their recordings or are closed. */
const checkCommands = (before: JobState, { commands, job }: JobState, event: string): string[] => {
  const broken: string[] = [];
  const types = commands.map(({ type }) => type);
  if (types.includes('free-slot')) {
    if (!mayFree(before, event)) broken.push('the slot is freed while the job may run');
    // Windows whose create was refused go on waiting.
    const isDone = event === 'delivered' || event === 'create-refused';
    if (!isDone && types[0] !== 'close-reconciliations')
      broken.push('the slot is freed before the windows are closed');
  }
  if (event === 'delivered' && types.includes('free-slot') && before.job.phase !== 'exported')
    broken.push('the slot is freed without a delivery');
  for (const command of commands)
    if (command.type === 'send-poll' && command.number !== numberOf(job))
      broken.push(`poll ${command.number} is sent, and ${numberOf(job)} is due`);
  return broken;
};

/** Invariant 4: the same message once more changes nothing, and an old poll neither. */
const checkRepeat = (before: JobState, after: JobState, event: string): string[] => {
  if (event.endsWith('by an old poll') && after !== before) return ['an old poll changed the job'];
  // A repeated poll carries the old number. These are new facts each time they happen.
  if (
    /^(status-|slot-busy|create-failed|create-postponed|results-refused|nudged|still-delivering$)/.test(event)
  )
    return [];
  const again = applyTo(after, EVENTS[event]!(after.job));
  return isDeepStrictEqual(again.job, after.job) ? [] : [`${event} changed the job twice`];
};

/** How OCP answers from now on. */
type Answer = {
  readonly name: string;
  readonly create: MakeEvent;
  readonly poll: MakeEvent;
  /** Absent: the worker that delivers dies each time. */
  readonly listing?: MakeEvent;
};
const [created, delivered, gone] = [EVENTS['job-created']!, EVENTS['delivered']!, EVENTS['results-gone']!];
const ANSWERS: readonly Answer[] = [
  { name: 'all is well', create: created, poll: statusSeen('COMPLETED'), listing: delivered },
  { name: 'jobs fail', create: created, poll: statusSeen('FAILED') },
  { name: 'jobs vanish', create: created, poll: statusSeen('ABSENT') },
  { name: 'jobs never end', create: created, poll: statusSeen('IN_PROGRESS'), listing: gone },
  { name: 'polls fail', create: created, poll: EVENTS['status-unreadable']!, listing: gone },
  { name: 'words are unknown', create: created, poll: statusSeen('UNKNOWN'), listing: gone },
  { name: 'each delivery dies', create: created, poll: statusSeen('COMPLETED') },
  {
    name: 'creates are refused',
    create: EVENTS['create-failed (permanent)']!,
    poll: statusSeen('IN_PROGRESS'),
    listing: gone,
  },
  {
    name: 'credentials are refused',
    create: EVENTS['create-postponed']!,
    poll: EVENTS['status-refused']!,
    listing: EVENTS['results-refused']!,
  },
  {
    name: 'creates fail',
    create: EVENTS['create-failed (transient)']!,
    poll: statusSeen('IN_PROGRESS'),
    listing: gone,
  },
];

/** Minutes between two looks of the watchdog, and for how many a slot may be held. */
const LOOK_MINUTES = 3;
const LONGEST_HELD_MINUTES = 3 * JOB_LIFE_MINUTES;

/** A state without a way forward would hold its slot for ever. Only the watchdog looks: every other message is lost. */
const checkWayForward = (state: JobState, answer: Answer): string[] => {
  let { job } = state;
  const firstMinute = INSTANTS[state.at]!;
  for (let passed = 0; passed <= LONGEST_HELD_MINUTES; passed += LOOK_MINUTES) {
    const now = minute(firstMinute + passed);
    const feed = (event: ExportJobEvent): readonly ExportJobCommand[] => {
      const next = nextExportJob(job, event, now, policy);
      job = next.job;
      return next.commands;
    };
    let commands = feed({ type: 'nudged' });
    for (let round = 0; round < 4 && commands.length > 0; round += 1) {
      if (commands.some(({ type }) => type === 'free-slot')) return [];
      commands = commands.flatMap((command) => answerTo(command, answer, job)).flatMap(feed);
    }
  }
  return [`the slot is held for ${LONGEST_HELD_MINUTES} minutes if ${answer.name}`];
};

const answerTo = ({ type }: ExportJobCommand, answer: Answer, job: ExportJob): ExportJobEvent[] => {
  if (type === 'create-job') return [answer.create(job)];
  // A poll that is not due yet is lost, and the watchdog sends it again.
  if (type === 'send-poll') return [answer.poll(job)];
  if (type === 'deliver-results') return answer.listing ? [answer.listing(job)] : [];
  return [];
};
