import { type Column, renderTable } from '../../../output/render-table.ts';
import { shortTime } from '../../../output/short-time.ts';
import type { ExportsOfGroup, JobInSlot } from './read-exports.ts';

type Row = {
  readonly group: string;
  readonly slots: string;
  readonly waiting: string;
  readonly tenant: string;
  readonly what: string;
  readonly since: string;
};

/** A row for each job. Groups without a job and without a window that waits are only counted. */
export const renderExports = (groups: readonly ExportsOfGroup[]): string => {
  const rows = groups.flatMap(rowsOf);
  const idle = groups.filter((group) => rowsOf(group).length === 0).length;
  const rest = idle === 1 ? '1 group has' : `${idle} groups have`;
  const others = idle === 0 ? [] : [`${rest} no job and no window that waits.`];
  return [...(rows.length === 0 ? [] : [renderTable(columns, rows)]), ...others].join('\n');
};

const rowsOf = (group: ExportsOfGroup): Row[] => {
  const { jobs, windowsWaiting, held, unreadable } = group;
  const states = [
    ...jobs.map((job) => ({ tenant: job.tenant, what: sayJob(job), since: shortTime(job.since) })),
    ...held.map(({ tenant, until }) => ({
      ...{ tenant, since: '' },
      what: `waits until ${shortTime(until)}: its last jobs failed`,
    })),
    ...(unreadable > 0 ? [{ tenant: '', what: `${unreadable} items cannot be read`, since: '' }] : []),
  ];
  if (states.length === 0 && windowsWaiting > 0) states.push({ tenant: '', what: 'no job yet', since: '' });
  return states.map((state, at) =>
    at === 0 ? { ...headOf(group), ...state } : { group: '', slots: '', waiting: '', ...state },
  );
};

const headOf = ({ group, slots, jobs, windowsWaiting, waitingSince }: ExportsOfGroup) => ({
  ...{ group, slots: slots === 'unbounded' ? `${jobs.length} used` : `${jobs.length} of ${slots}` },
  waiting: waitingSince ? `${windowsWaiting} since ${shortTime(waitingSince)}` : String(windowsWaiting),
});

const sayJob = ({ phase, jobId, windows, isAbandoned }: JobInSlot): string => {
  const of = windows === 1 ? '1 window' : `${windows} windows`;
  const what = `${WORDS[phase]}${jobId === undefined ? '' : ` ${jobId}`}, ${of}`;
  return isAbandoned ? `${what}; its windows are closed` : what;
};

const WORDS: Readonly<Record<JobInSlot['phase'], string>> = {
  intended: 'to be created',
  created: 'runs:',
  polling: 'runs:',
  exported: 'is listed:',
  failed: 'failed',
  expired: 'expired',
};

const columns: Column<Row>[] = [
  { title: 'GROUP', width: 16, read: ({ group }) => group },
  { title: 'SLOTS', width: 7, read: ({ slots }) => slots },
  { title: 'WINDOWS WAITING', width: 17, read: ({ waiting }) => waiting },
  { title: 'TENANT', width: 10, read: ({ tenant }) => tenant },
  { title: 'JOB', width: 23, read: ({ what }) => what },
  { title: 'SINCE', width: 17, read: ({ since }) => since },
];
