import type { ExportApi, ExportConstraints } from '@recordings/call-record';
import type { PageEntry } from '../dialect/dialect.ts';
import { makeDialect } from '../dialect/make-dialect.ts';
import { judgeField } from './judge-field.ts';
import { judgeSecondPage } from './judge-paging.ts';
import { judgeRefusal } from './judge-refusal.ts';
import { findRows } from './judge-rows.ts';
import { jobRowFields } from './known-fields.ts';
import { judgeCreate } from './probe-create.ts';
import type { ProbeExchange, SendProbe } from './probe-exchange.ts';
import { judgeFile } from './probe-file.ts';
import type { ProbeFinding } from './probe-finding.ts';
import { judgeListing } from './probe-listing.ts';
import { judgePolls, readPoll, type SeenPoll } from './probe-status.ts';

export type ProbeOrder = {
  readonly group: string;
  readonly fromDate: string;
  readonly toDate: string;
  readonly format: string;
  readonly withCdrs: boolean;
};

export type ProbeDeps = {
  /** Sends one request in the form of the export API. */
  readonly send: SendProbe;
  readonly api: ExportApi;
  readonly constraints: ExportConstraints;
  /** Waits between two polls. */
  readonly pause: () => Promise<void>;
  readonly maxPolls: number;
  /** Resolves a link of the listing. */
  readonly linkedUrl: (exportJobId: string, link: string) => URL;
  readonly onStep: (step: string) => void;
};

/** `isCreated`: OCP took the request for the job, so the profile fits at least there. */
export type Probe = {
  readonly isCreated: boolean;
  readonly isBusy: boolean;
  /** Whether a recording was downloaded. */
  readonly isWhole: boolean;
  readonly findings: readonly ProbeFinding[];
  readonly exchanges: readonly ProbeExchange[];
};

/** Makes one export, and compares each answer with the profile. It goes on past what differs, as far as it can. */
export const probeExport = async (deps: ProbeDeps, order: ProbeOrder): Promise<Probe> => {
  const exchanges: ProbeExchange[] = [];
  const send: SendProbe = async (operation, values, url) => {
    deps.onStep(operation);
    const exchange = await deps.send(operation, values, url);
    exchanges.push(exchange);
    return exchange;
  };
  const { types } = deps.api.createJob;
  const asked = (order.withCdrs ? types.sweep : types.recovery).join(',') || undefined;
  const { withCdrs: _, ...values } = order;
  const created = judgeCreate(
    deps.api,
    deps.constraints,
    await send('createJob', { ...values, types: asked }),
  );
  const { exportJobId, isBusy = false } = created;
  if (exportJobId === undefined)
    return { isCreated: false, isBusy, isWhole: false, findings: created.findings, exchanges };
  const rest = await probeJob({ ...deps, send }, order, exportJobId);
  return { isCreated: true, isBusy, exchanges, ...rest, findings: [...created.findings, ...rest.findings] };
};

type Rest = Pick<Probe, 'findings' | 'isWhole'>;

const probeJob = async (deps: ProbeDeps, order: ProbeOrder, exportJobId: string): Promise<Rest> => {
  const { api, send } = deps;
  const listedJobs = judgeJobs(api, await send('listJobs', { group: order.group }));
  const { polls, listing, findings: refused } = await pollUntilListed(deps, exportJobId);
  const polled = [...refused, ...judgePolls(api, polls, listing !== undefined)];
  if (!listing) return { isWhole: false, findings: [...listedJobs, ...polled, ...sayUnfinished(polls)] };
  const { rest, isWhole } = await probeListing(deps, order, exportJobId, listing);
  return { isWhole, findings: [...listedJobs, ...polled, ...rest] };
};

const judgeJobs = (api: ExportApi, exchange: ProbeExchange): ProbeFinding[] => {
  const refused = judgeRefusal(api, 'listJobs', exchange);
  if (refused.length > 0) return refused;
  const { rows, findings } = findRows('api.listJobs.rows', api.listJobs.rows, exchange.answer);
  return [
    ...findings,
    ...Object.entries(jobRowFields).flatMap(([name, known]) =>
      judgeField(`api.listJobs.${name}`, api.listJobs[name as 'fromDate'], known, rows),
    ),
  ];
};

/** A job whose status word is not known has ended when it has a listing. */
const pollUntilListed = async ({ api, send, pause, maxPolls }: ProbeDeps, exportJobId: string) => {
  const polls: SeenPoll[] = [];
  const first = makeDialect(api).firstPage.request.values;
  for (let count = 0; count < maxPolls; count += 1) {
    const exchange = await send('jobStatus', { exportJobId });
    const refused = judgeRefusal(api, 'jobStatus', exchange);
    if (refused.length > 0) return { polls, findings: refused };
    const poll = readPoll(api, exchange);
    polls.push(poll);
    if (poll.status === 'FAILED' || poll.status === 'EXPIRED') return { polls, findings: [] };
    if (poll.status === 'COMPLETED' || poll.status === 'UNKNOWN') {
      const listing = await send('jobRecordings', { exportJobId, ...first });
      const judged = judgeRefusal(api, 'jobRecordings', listing);
      if (judged.length === 0) return { polls, listing, findings: [] };
      if (poll.status === 'COMPLETED') return { polls, findings: judged };
    }
    await pause();
  }
  return { polls, findings: [] };
};

const sayUnfinished = (polls: readonly SeenPoll[]): ProbeFinding[] => {
  const last = polls.at(-1);
  if (!last || last.status === 'COMPLETED') return [];
  const seen = `after ${polls.length} polls its status is ${last.word ?? 'not found'} (${last.status})`;
  return [
    {
      setting: 'none: the job has no listing',
      says: 'a finished job',
      seen,
      set: 'run the probe again later',
    },
  ];
};

const probeListing = async (
  { api, send, linkedUrl }: ProbeDeps,
  order: ProbeOrder,
  exportJobId: string,
  first: ProbeExchange,
): Promise<{ rest: readonly ProbeFinding[]; isWhole: boolean }> => {
  const { findings, page } = judgeListing(api, first.answer, order, order.withCdrs);
  if (!page) return { rest: findings, isWhole: false };
  const second: ProbeFinding[] = [];
  if (page.next.kind === 'page') {
    const { values, link } = page.next.request;
    const url = link === undefined ? undefined : linkedUrl(exportJobId, link);
    const exchange = await send('jobRecordings', { exportJobId, ...values }, url);
    const refused = judgeRefusal(api, 'jobRecordings', exchange);
    const read = refused.length === 0 ? judgeListing(api, exchange.answer, order, false).page : undefined;
    second.push(...refused, ...(read ? judgeSecondPage(api.jobRecordings.paging, page, read) : []));
  }
  const entry = page.entries.find((one) => one.kind === 'recording');
  if (entry?.kind !== 'recording') return { rest: [...findings, ...second], isWhole: false };
  const file = await send('recordingFile', ...fileOf(api, exportJobId, entry, linkedUrl));
  const judged = judgeFile(api, file, entry);
  return { rest: [...findings, ...second, ...judged], isWhole: file.file !== undefined };
};

const fileOf = (
  { recordingFile }: ExportApi,
  exportJobId: string,
  entry: Extract<PageEntry, { kind: 'recording' }>,
  linkedUrl: ProbeDeps['linkedUrl'],
) => {
  const values = { exportJobId, recordingId: entry.recording.recordingId };
  const url =
    recordingFile.by === 'link' && entry.link !== undefined ? linkedUrl(exportJobId, entry.link) : undefined;
  return [values, url] as const;
};
