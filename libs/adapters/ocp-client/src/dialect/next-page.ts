import type { Paging } from '@recordings/call-record';
import type { NextPage, PagePosition } from './dialect.ts';
import { readCount } from './read-field.ts';
import { readPlaces } from './read-place.ts';

type Counted = Extract<Paging, { by: 'page' | 'offset' }>;
type Found = { readonly next: NextPage; readonly total?: number };

const MAX_REASON_CHARACTERS = 300;

/** What OCP writes if there is no next page. */
const LAST: ReadonlySet<unknown> = new Set([null, undefined, false, '', 'undefined', 'null']);
const MORE: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

export const firstPageOf = (paging: Paging): Extract<NextPage, { kind: 'page' }> => {
  switch (paging.by) {
    case 'token':
      return pageNamed(paging.first ?? 'the first', { page: paging.first ?? undefined });
    case 'link':
      return pageNamed('the first', {});
    case 'page':
    case 'offset':
      return pageAt(paging, 0, 0);
    default:
      return paging satisfies never;
  }
};

const pageNamed = (name: string, values: Readonly<Record<string, string | undefined>>, link?: string) => ({
  kind: 'page' as const,
  name,
  request: { values, ...(link !== undefined && { link }) },
});

const pageAt = (paging: Counted, pages: number, rows: number) =>
  paging.by === 'page'
    ? pageNamed(String(paging.first + pages), { page: String(paging.first + pages) })
    : pageNamed(`offset ${rows}`, { offset: String(rows), limit: String(paging.limit) });

/**
 * The page after one that was read. Whatever does not prove that the listing ends here is no last page: the calls on the
 * pages after it would count as not found.
 *
 * @param rows the number of rows of the page.
 */
export const nextPageOf = (paging: Paging, answer: unknown, rows: number, position: PagePosition): Found => {
  if (paging.by === 'token' || paging.by === 'link') return { next: markedPage(paging, answer) };
  const rowsRead = position.rowsBefore + rows;
  const pagesRead = position.pagesBefore + 1;
  const after = pageAt(paging, pagesRead, rowsRead);
  const { end } = paging;
  switch (end.by) {
    case 'emptyPage':
      return { next: rows === 0 ? { kind: 'last' } : after };
    case 'more':
      return { next: moreOf(end.at, answer) ?? after };
    case 'total':
    case 'pages': {
      const total = readCount(end.at, answer);
      const isRows = end.by === 'total';
      return {
        next: countedPage(isRows, isRows ? rowsRead : pagesRead, rows, total, position.total) ?? after,
        ...(total !== undefined && { total }),
      };
    }
    default:
      return end satisfies never;
  }
};

const unreadable = (reason: string): NextPage => ({ kind: 'unreadable', reason });

const markedPage = (paging: Extract<Paging, { by: 'token' | 'link' }>, answer: unknown): NextPage => {
  const marks = readPlaces(answer, paging.next).filter((mark) => !LAST.has(mark));
  const mark = marks.find((found) => typeof found === 'string' || typeof found === 'number') ?? marks[0];
  if (mark === undefined) return { kind: 'last' };
  if (typeof mark === 'string' || (typeof mark === 'number' && paging.by === 'token')) {
    const name = String(mark);
    if (paging.by === 'link' && !URL.canParse(name, 'https://ocp'))
      return unreadable('expected the next page as a link, got other text');
    return paging.by === 'link' ? pageNamed(name, {}, name) : pageNamed(name, { page: name });
  }
  const text = JSON.stringify(mark).slice(0, MAX_REASON_CHARACTERS);
  const expected = paging.by === 'link' ? 'as a link' : 'as text or number';
  return unreadable(`expected the next page ${expected}, got ${text}`);
};

const moreOf = (places: readonly string[], answer: unknown): NextPage | undefined => {
  const [mark] = readPlaces(answer, places);
  const hasMore = MORE.get(String(mark).toLowerCase());
  if (hasMore === undefined) return unreadable(`expected true or false at ${places.join(' or ')}`);
  return hasMore ? undefined : { kind: 'last' };
};

/** @returns undefined if there is another page. */
const countedPage = (
  isRows: boolean,
  read: number,
  rows: number,
  total: number | undefined,
  totalBefore: number | undefined,
): NextPage | undefined => {
  const what = isRows ? 'rows' : 'pages';
  if (total === undefined) return unreadable(`expected the number of all ${what}, got none`);
  if (totalBefore !== undefined && total !== totalBefore)
    return unreadable(`the number of all ${what} was ${totalBefore}, is ${total}`);
  // An empty listing may have no page, and yet this is its first.
  if (read > Math.max(total, isRows ? 0 : 1)) return unreadable(`read ${read} ${what} of ${total}`);
  if (read === total || (!isRows && read > total)) return { kind: 'last' };
  return rows === 0 ? unreadable(`an empty page after ${read} ${what} of ${total}`) : undefined;
};
