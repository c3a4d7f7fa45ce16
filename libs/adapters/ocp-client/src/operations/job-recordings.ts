import { type ListingEntry, OcpNotFoundError } from '@recordings/reconciliation';
import { archiveRecordings } from '../archive/archive-recordings.ts';
import { findArchive, isListing } from '../archive/find-archive.ts';
import type { OcpHttp } from '../ocp-http.ts';
import { discardBody, headerOf, type OcpResponse } from '../ocp-response.ts';
import { readAnswer } from '../read-answer.ts';
import { FIRST_PAGE, ListingPage, readRow } from './listing-page.ts';
import type { NamedCall } from './named-calls.ts';

/** A listing of two days at 20 calls a minute has 600 pages of 100. */
const MAX_PAGES = 1_000;
/** Empty pages in a row after which no other is requested. */
const MAX_EMPTY_PAGES = 10;

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
  if (first instanceof URL) yield* archiveRecordings(http, first, signal);
  else yield* pagesFrom(first, (page) => pageOf(http, exportJobId, page, signal));
};

const pagesFrom = async function* (
  first: ListingPage,
  request: (page: string) => Promise<ListingPage>,
): AsyncGenerator<ListingEntry, void, undefined> {
  const seen = new Set([FIRST_PAGE]);
  let emptyPages = 0;
  let listed = first;
  for (;;) {
    yield* entriesOf(listed);
    emptyPages = listed.recordings.length === 0 ? emptyPages + 1 : 0;
    if (listed.nextPage.kind !== 'page') return;
    const { page } = listed.nextPage;
    const reason = reasonToStop(page, seen, emptyPages);
    if (reason !== undefined) {
      yield { kind: 'cut-off', reason };
      return;
    }
    seen.add(page);
    listed = await request(page);
  }
};

const reasonToStop = (page: string, seen: ReadonlySet<string>, emptyPages: number): string | undefined => {
  if (seen.has(page)) return `expected a new page, got page ${page} again`;
  if (seen.size >= MAX_PAGES) return `the listing has more than ${MAX_PAGES} pages`;
  if (emptyPages >= MAX_EMPTY_PAGES) return `${emptyPages} pages in a row are empty`;
  return undefined;
};

const entriesOf = function* ({
  recordings,
  notFound,
  errors,
  nextPage,
}: ListingPage): Generator<ListingEntry> {
  for (const row of recordings) yield readRow(row);
  // An entry of `notFound` that names no call says nothing: absence is judged by the recordings.
  for (const { callId } of notFound) if (callId !== undefined) yield { kind: 'not-found', callId };
  for (const error of errors) yield entryOfError(error);
  if (nextPage.kind === 'unreadable') yield { kind: 'cut-off', reason: nextPage.reason };
};

/** An error that names no call may be about any: the listing is incomplete. */
const entryOfError = ({ callId, message }: NamedCall): ListingEntry =>
  callId === undefined
    ? { kind: 'unreadable', reason: `errors: ${message ?? 'an entry that names no call'}` }
    : { kind: 'error', callId, reason: message ?? 'OCP reports an error for this call' };

/** @returns the address of the archive of the job, if its result is not a listing. */
const firstPageOf = async (
  http: OcpHttp,
  exportJobId: string,
  signal: AbortSignal,
): Promise<ListingPage | URL> => {
  try {
    const read = async (response: OcpResponse) => {
      if (!isArchiveType(response)) return readAnswer('jobRecordings', ListingPage, response);
      await discardBody(response);
      return undefined;
    };
    const values = { exportJobId, page: FIRST_PAGE };
    const page = await http.get({ operation: 'jobRecordings', values, accepts: [200], read }, signal);
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

const pageOf = (
  http: OcpHttp,
  exportJobId: string,
  page: string,
  signal: AbortSignal,
): Promise<ListingPage> =>
  http.get(
    {
      operation: 'jobRecordings',
      values: { exportJobId, page },
      accepts: [200],
      read: (response) => readAnswer('jobRecordings', ListingPage, response),
    },
    signal,
  );
