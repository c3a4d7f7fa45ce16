import { type Column, renderTable } from '../../../output/render-table.ts';
import { shortTime } from '../../../output/short-time.ts';
import type { ExportsOfGroup, JobInSlot } from './read-exports.ts';

type Row = {
  readonly group: string;
  readonly slots: string;
  readonly waiting: string;
  readonly tenant: string;
  readonly what: string;
};

/** A row for each job. Groups without a job and without a window that waits are only counted. */
export const renderExports = (groups: readonly ExportsOfGroup[], now: string): string => {
  const rows = groups.map((group) => rowsOf(group, now));
  const idle = rows.filter(({ length }) => length === 0).length;
  const rest = idle === 1 ? '1 group has' : `${idle} groups have`;
  return [
    ...(idle === groups.length ? [] : [renderTable(columns, rows.flat())]),
    ...(idle === 0 ? [] : [`${rest} no job and no window that waits.`]),
  ].join('\n');
};

const rowsOf = (group: ExportsOfGroup, now: string): Row[] => {
  const { jobs, windowsWaiting, held, unreadable } = group;
  const states = [
    ...jobs.map((job) => ({ tenant: job.tenant, what: sayJob(job, now) })),
    ...held.map(({ tenant, until }) => ({
      tenant,
      what: `waits until ${shortTime(until)}: its last jobs failed`,
    })),
    ...(unreadable > 0 ? [{ tenant: '', what: `${unreadable} items cannot be read` }] : []),
  ];
  if (states.length === 0 && windowsWaiting > 0) states.push({ tenant: '', what: 'no job yet' });
  return states.map((state, at) =>
    at === 0 ? { ...headOf(group, now), ...state } : { group: '', slots: '', waiting: '', ...state },
  );
};

const headOf = (
  { group, slots, jobs, windowsWaiting, waitingSince }: ExportsOfGroup,
  now: string,
): Pick<Row, 'group' | 'slots' | 'waiting'> => ({
  ...{ group, slots: slots === 'unbounded' ? `${jobs.length} used` : `${jobs.length} of ${slots}` },
  waiting: waitingSince ? `${windowsWaiting} for ${sayAge(waitingSince, now)}` : String(windowsWaiting),
});

const sayJob = ({ phase, jobId, windows, since, isAbandoned }: JobInSlot, now: string): string => {
  const of = windows === 1 ? '1 window' : `${windows} windows`;
  const closed = isAbandoned ? ', all closed' : '';
  const id = jobId === undefined ? '' : `: ${jobId}`;
  return `${WORDS[phase]} for ${sayAge(since, now)}, ${of}${closed}${id}`;
};

const MINUTE_MS = 60_000;

const sayAge = (since: string, now: string): string => {
  const minutes = Math.max(0, Math.floor((Date.parse(now) - Date.parse(since)) / MINUTE_MS));
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
};

const WORDS: Readonly<Record<JobInSlot['phase'], string>> = {
  intended: 'to be created',
  created: 'runs',
  polling: 'runs',
  exported: 'is listed',
  failed: 'failed',
  expired: 'expired',
};

const columns: Column<Row>[] = [
  { title: 'GROUP', width: 16, read: ({ group }) => group },
  { title: 'SLOTS', width: 8, read: ({ slots }) => slots },
  { title: 'WINDOWS WAITING', width: 16, read: ({ waiting }) => waiting },
  { title: 'TENANT', width: 12, read: ({ tenant }) => tenant },
  { title: 'JOB', width: 40, read: ({ what }) => what },
];
