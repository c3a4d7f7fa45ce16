import { faultOf } from '@recordings/fault';
import type { PageEntry } from '../dialect/dialect.ts';
import { type JobCache, makeJobCache } from '../job-cache.ts';
import type { OcpHttp } from '../ocp-http.ts';
import { jobPages, type PagePlace, pageReader } from '../operations/job-recordings.ts';
import { linkedUrl } from '../operations/listing-url.ts';

/** An OCP that runs a job for each window has many small ones at a time. */
const MAX_LINKED_JOBS = 32;
/** A signed link often has 1 KB. */
export const MAX_KEPT_LINKS = 1_000;
/** Of all jobs together. An id and its page take about 200 bytes. */
const MAX_KEPT_PLACES = 100_000;
/** Longer ones are no links that a server takes. */
const MAX_LINK_CHARACTERS = 8_192;

/** The links of a job that were read last, and the page that each recording is on. */
type JobLinks = {
  readonly links: Map<string, string>;
  readonly places: Map<string, PagePlace>;
};

export type RecordingOfJob = { readonly exportJobId: string; readonly recordingId: string };

/** Finds the links by which OCP gives recordings. */
export type LinkFinder = {
  /** @returns undefined if the listing of the job has no link to the recording. */
  find(http: OcpHttp, file: RecordingOfJob, signal: AbortSignal): Promise<URL | undefined>;
  /** Reads the link again, because OCP's storage refuses `refused`: links expire. */
  renew(http: OcpHttp, file: RecordingOfJob, refused: URL, signal: AbortSignal): Promise<URL | undefined>;
};

export const makeLinkFinder = (): LinkFinder => {
  const sizes = new Map<string, number>();
  const jobs: JobCache<JobLinks> = makeJobCache(MAX_LINKED_JOBS, async (http, exportJobId, signal) => {
    const job = await readLinks(http, exportJobId, signal);
    sizes.delete(exportJobId);
    sizes.set(exportJobId, job.places.size);
    dropFirst(sizes, forget);
    return job;
  });
  const forget = (exportJobId: string): void => {
    sizes.delete(exportJobId);
    jobs.forget(exportJobId);
  };

  const find: LinkFinder['find'] = async (http, file, signal) => {
    const { exportJobId, recordingId } = file;
    const job = await jobs.open(http, exportJobId, signal);
    if (!job.links.has(recordingId)) await readPageOf(http, job, file, signal);
    const url = urlOf(http, job, file);
    if (!url && !job.places.has(recordingId)) forget(exportJobId);
    return url;
  };

  const renew: LinkFinder['renew'] = async (http, file, refused, signal) => {
    const job = await jobs.open(http, file.exportJobId, signal);
    const known = urlOf(http, job, file);
    // Another download has read the page again meanwhile.
    if (known !== undefined && known.href !== refused.href) return known;
    if (await readPageOf(http, job, file, signal)) return urlOf(http, job, file);
    forget(file.exportJobId);
    return find(http, file, signal);
  };
  return { find, renew };
};

/** Drops the jobs that were read first, until the others have few enough recordings. The last one stays. */
const dropFirst = (sizes: Map<string, number>, forget: (exportJobId: string) => void): void => {
  let kept = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  for (const [exportJobId, size] of [...sizes].slice(0, -1)) {
    if (kept <= MAX_KEPT_PLACES && sizes.size <= MAX_LINKED_JOBS) return;
    kept -= size;
    forget(exportJobId);
  }
};

const urlOf = (
  http: OcpHttp,
  { links }: JobLinks,
  { exportJobId, recordingId }: RecordingOfJob,
): URL | undefined => {
  const link = links.get(recordingId);
  return link === undefined ? undefined : linkedUrl(http, exportJobId, link);
};

const readLinks = async (http: OcpHttp, exportJobId: string, signal: AbortSignal): Promise<JobLinks> => {
  const job: JobLinks = { links: new Map(), places: new Map() };
  for await (const { place, entries } of jobPages(http, exportJobId, signal)) keepLinks(job, place, entries);
  return job;
};

const keepLinks = ({ links, places }: JobLinks, place: PagePlace, entries: readonly PageEntry[]): void => {
  for (const entry of entries) {
    if (entry.kind !== 'recording') continue;
    const { recordingId } = entry.recording;
    // Also of a row without a link: one that is asked for again costs a page, not the whole listing.
    places.set(recordingId, place);
    links.delete(recordingId);
    if (isUsable(entry.link)) links.set(recordingId, entry.link);
  }
  for (const oldest of [...links.keys()].slice(0, -MAX_KEPT_LINKS)) links.delete(oldest);
};

const isUsable = (link: string | undefined): link is string =>
  link !== undefined && link.length <= MAX_LINK_CHARACTERS && URL.canParse(link, 'https://ocp');

/** @returns whether the page that had the recording still has it. */
const readPageOf = async (
  http: OcpHttp,
  job: JobLinks,
  { exportJobId, recordingId }: RecordingOfJob,
  signal: AbortSignal,
): Promise<boolean> => {
  const place = job.places.get(recordingId);
  if (!place) return false;
  job.links.delete(recordingId);
  try {
    const { entries } = await pageReader(http, exportJobId, signal)(place);
    keepLinks(job, place, entries);
  } catch (error) {
    // The token of the page may have expired. An outage says nothing about it.
    if (faultOf(error) === 'retryable') throw error;
  }
  return job.links.has(recordingId);
};
