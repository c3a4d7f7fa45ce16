import type { ListingEntry } from '@recordings/reconciliation';
import type { OcpHttp } from '../ocp-http.ts';
import { readAnswer } from '../read-answer.ts';
import { ListingPage, readRow } from './listing-page.ts';

const FIRST_PAGE = '1';
/** A listing of two days at 20 calls a minute has 600 pages of 100. */
const MAX_PAGES = 1_000;
/** Empty pages in a row after which no other is requested. */
const MAX_EMPTY_PAGES = 10;

/**
 * All entries of a listing, page after page. What ends it early, or cannot be read, is an entry too, so that the caller
 * knows that the listing is incomplete.
 */
export const jobRecordings = async function* (
  http: OcpHttp,
  exportJobId: string,
  signal: AbortSignal,
): AsyncGenerator<ListingEntry, void, undefined> {
  const seen = new Set<string>();
  let emptyPages = 0;
  let page: string | undefined = FIRST_PAGE;
  while (page !== undefined) {
    const reason = reasonToStop(page, seen, emptyPages);
    if (reason !== undefined) {
      yield { kind: 'cut-off', reason };
      return;
    }
    seen.add(page);
    const listed: ListingPage = await pageOf(http, exportJobId, page, signal);
    yield* entriesOf(listed);
    emptyPages = listed.recordings.length === 0 ? emptyPages + 1 : 0;
    page = listed.nextPage.kind === 'page' ? listed.nextPage.page : undefined;
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
  for (const { callId } of notFound) yield { kind: 'not-found', callId };
  for (const { callId, message } of errors) yield { kind: 'error', callId, reason: message };
  if (nextPage.kind === 'unreadable') yield { kind: 'cut-off', reason: nextPage.reason };
};

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
