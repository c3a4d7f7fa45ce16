import { isDeepStrictEqual } from 'node:util';
import { shifted } from '@recordings/call-record';
import { type ExportJob, type ExportJobEvent, nextExportJob } from '@recordings/reconciliation';
import { ANSWERS, checkWayForward } from './check-way-forward.ts';
import { type ExploredMachine, keyOfFields } from './explore.ts';
import {
  EVENTS,
  INSTANTS,
  intended,
  type JobState,
  nowOf,
  numberOf,
  policy,
  uncountedOf,
} from './export-job-events.ts';

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
        pollNumber: Math.min(numberOf(job) - uncountedOf(job), policy.maxPolls + 1),
        refusedPolls: 0,
        failedPolls: 0,
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
  if (event.endsWith('of an old create')) return after === before ? [] : ['an old create changed the job'];
  // A repeated poll carries the old number. These are new facts each time they happen.
  if (
    /^(status-|slot-busy|create-failed|create-postponed|results-(refused|throttled)|nudged|still-delivering$)/.test(
      event,
    )
  )
    return [];
  const again = applyTo(after, EVENTS[event]!(after.job));
  return isDeepStrictEqual(again.job, after.job) ? [] : [`${event} changed the job twice`];
};
