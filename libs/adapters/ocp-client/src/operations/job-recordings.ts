import { type ListingEntry, OcpNotFoundError, OcpThrottledError } from '@recordings/reconciliation';
import { archiveRecordings } from '../archive/archive-recordings.ts';
import { findArchive, isListing } from '../archive/find-archive.ts';
import type {
  ListingPage,
  NextPage,
  PageCdr,
  PageEntry,
  PagePosition,
  PageRequest,
} from '../dialect/dialect.ts';
import type { OcpHttp } from '../ocp-http.ts';
import { discardBody, headerOf, type OcpResponse } from '../ocp-response.ts';
import { readAnswer } from '../read-answer.ts';
import { linkedUrl } from './listing-url.ts';
import { makeRepeatedRows } from './repeated-rows.ts';

/** A listing of two days at 20 calls a minute has 600 pages of 100. */
const MAX_PAGES = 1_000;
/** Empty pages in a row after which no other is requested. */
const MAX_EMPTY_PAGES = 10;

const START: PagePosition = { rowsBefore: 0, pagesBefore: 0 };

/** Names a page, so that it can be requested again. */
export type PagePlace = { readonly request: PageRequest; readonly position: PagePosition };

type ReadPage = {
  readonly place: PagePlace;
  readonly entries: readonly PageEntry[];
  readonly cdrs: readonly PageCdr[];
};

/**
 * All entries of a listing, page after page. What ends it early, or cannot be read, is an entry too, so that the caller
 * knows that the listing is incomplete. A job whose result is an archive is listed by the directory of the archive.
 */
export const jobRecordings = async function* (
  http: OcpHttp,
  exportJobId: string,
  signal: AbortSignal,
): AsyncGenerator<ListingEntry, void, undefined> {
  const first = await firstPageOf(http, exportJobId, signal);
  if (first instanceof URL) return yield* archiveRecordings(http, first, signal);
  for await (const { entries } of pagesFrom(http, first, pageReader(http, exportJobId, signal)))
    for (const { link: _, ...entry } of entries) yield entry;
};

/**
 * The pages of a listing, with its links and CDRs. The result of a job that is an archive has no pages.
 *
 * @param countedAs the name of its requests, if they are not for the recordings.
 */
export const jobPages = async function* (
  http: OcpHttp,
  exportJobId: string,
  signal: AbortSignal,
  countedAs?: string,
): AsyncGenerator<ReadPage, void, undefined> {
  const first = await firstPageOf(http, exportJobId, signal, countedAs);
  if (!(first instanceof URL))
    yield* pagesFrom(http, first, pageReader(http, exportJobId, signal, countedAs));
};

const pagesFrom = async function* (
  { dialect, api }: OcpHttp,
  first: ListingPage,
  readPageAt: (place: PagePlace) => Promise<ListingPage>,
): AsyncGenerator<ReadPage, void, undefined> {
  const seen = new Set([dialect.firstPage.name]);
  // A token names its page. A number is ours, and OCP may ignore it.
  const isCounted = ['page', 'offset'].includes(api.jobRecordings.paging.by);
  const repeats = makeRepeatedRows();
  let emptyPages = 0;
  let rows = 0;
  let listed = first;
  let place: PagePlace = { request: dialect.firstPage.request, position: START };
  for (;;) {
    const repeated = isCounted ? repeats.count(listed.rows) : 0;
    emptyPages = listed.rows.length === 0 ? emptyPages + 1 : 0;
    const stop = reasonToStop(listed, seen, emptyPages, repeated);
    yield { place, entries: [...listed.entries, ...faultsOf(stop, repeated)], cdrs: listed.cdrs };
    if (stop !== undefined || listed.next.kind !== 'page') return;
    seen.add(listed.next.name);
    rows += listed.rows.length;
    const { total } = listed;
    place = {
      request: listed.next.request,
      position: { rowsBefore: rows, pagesBefore: seen.size - 1, ...(total !== undefined && { total }) },
    };
    listed = await readPageAt(place);
  }
};

const faultsOf = (stop: string | undefined, repeated: number): ListingEntry[] => {
  if (stop !== undefined) return [{ kind: 'cut-off', reason: stop }];
  return repeated > 0 ? [{ kind: 'unreadable', reason: `${repeated} rows were on a page before` }] : [];
};

const reasonToStop = (
  { rows, next }: ListingPage,
  seen: ReadonlySet<string>,
  emptyPages: number,
  repeated: number,
): string | undefined => {
  if (next.kind === 'unreadable') return next.reason;
  if (repeated > 0 && repeated === rows.length) return 'expected a new page, got the rows of one before';
  return next.kind === 'page' ? reasonNotToAsk(next, seen, emptyPages) : undefined;
};

const reasonNotToAsk = (
  { name }: Extract<NextPage, { kind: 'page' }>,
  seen: ReadonlySet<string>,
  emptyPages: number,
): string | undefined => {
  if (seen.has(name)) return `expected a new page, got page ${name} again`;
  if (seen.size >= MAX_PAGES) return `the listing has more than ${MAX_PAGES} pages`;
  if (emptyPages >= MAX_EMPTY_PAGES) return `${emptyPages} pages in a row are empty`;
  return undefined;
};

/** @returns the address of the archive of the job, if its result is not a listing. */
const firstPageOf = async (
  http: OcpHttp,
  exportJobId: string,
  signal: AbortSignal,
  countedAs?: string,
): Promise<ListingPage | URL> => {
  const { dialect } = http;
  try {
    const read = async (response: OcpResponse) => {
      if (!isArchiveType(response)) return readPage(http, response, START);
      await discardBody(response);
      return undefined;
    };
    const values = { exportJobId, ...dialect.firstPage.request.values };
    // No page was read yet, so the listing can be asked for again by a message.
    const unrepeated = [OcpThrottledError];
    const call = { operation: 'jobRecordings', countedAs, values, accepts: [200], read, unrepeated } as const;
    const page = await http.get(call, signal);
    return page ?? (await findArchive(http, exportJobId, signal));
  } catch (error) {
    if (!(error instanceof OcpNotFoundError)) throw error;
    const url = await findArchive(http, exportJobId, signal);
    if (isListing(http, exportJobId, url)) throw error;
    return url;
  }
};

const isArchiveType = (response: OcpResponse): boolean =>
  /^application\/(x-)?zip(-compressed)?\s*(;|$)/i.test(headerOf(response, 'content-type') ?? '');

const readPage = async (
  { dialect, api }: OcpHttp,
  response: OcpResponse,
  position: PagePosition,
): Promise<ListingPage> =>
  dialect.readPage(await readAnswer('jobRecordings', api.refusals, response), position);

/** Makes the function that requests one page of a listing. */
export const pageReader =
  (http: OcpHttp, exportJobId: string, signal: AbortSignal, countedAs?: string) =>
  ({ request: { values, link }, position }: PagePlace): Promise<ListingPage> =>
    http.get(
      {
        operation: 'jobRecordings',
        countedAs,
        values: { exportJobId, ...values },
        ...(link !== undefined && { url: linkedUrl(http, exportJobId, link) }),
        accepts: [200],
        read: (response) => readPage(http, response, position),
      },
      signal,
    );
