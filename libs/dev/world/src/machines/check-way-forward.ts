import type { ExportJob, ExportJobCommand, ExportJobEvent } from '@recordings/reconciliation';
import { nextExportJob } from '@recordings/reconciliation';
import {
  EVENTS,
  INSTANTS,
  JOB_LIFE_MINUTES,
  type JobState,
  type MakeEvent,
  policy,
  statusSeen,
} from './export-job-events.ts';
import { minute } from './minute.ts';

/** How OCP answers from now on. */
type Answer = {
  readonly name: string;
  readonly create: MakeEvent;
  readonly poll: MakeEvent;
  /** Absent: the worker that delivers dies each time. */
  readonly listing?: MakeEvent;
};
const [created, delivered, gone] = [EVENTS['job-created']!, EVENTS['delivered']!, EVENTS['results-gone']!];
export const ANSWERS: readonly Answer[] = [
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
export const checkWayForward = (state: JobState, answer: Answer): string[] => {
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
