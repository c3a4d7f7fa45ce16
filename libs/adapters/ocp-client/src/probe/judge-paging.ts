import type { ExportApi } from '@recordings/call-record';
import type { ListingPage } from '../dialect/dialect.ts';
import { leavesOf } from './leaves-of.ts';
import { type ProbeFinding, shortText } from './probe-finding.ts';

type Paging = ExportApi['jobRecordings']['paging'];

const SETTING = 'api.jobRecordings.paging';
const NEXT = /next|cursor|more$|continuation/i;
const TOTAL = /total|count$/i;

const sayPaging = (paging: Paging): string => {
  if ('next' in paging) return `by ${paging.by}, next at ${paging.next.join(' or ')}`;
  const { end } = paging;
  return `by ${paging.by}, end by ${end.by}`;
};

/** Whether the profile knows the end of the first page's listing. */
export const judgePaging = (paging: Paging, page: ListingPage, answer: unknown): ProbeFinding[] => {
  const { next } = page;
  const says = sayPaging(paging);
  if (next.kind === 'unreadable')
    return [{ setting: SETTING, says, seen: next.reason, ...suggest(paging, page, answer) }];
  if (next.kind === 'page') return [];
  const missed = findMissed(page, answer);
  return missed ? [{ setting: SETTING, says, ...missed }] : [];
};

/** What says that there is more, though the profile takes the page for the last. */
const findMissed = (page: ListingPage, answer: unknown): Pick<ProbeFinding, 'seen' | 'set'> | undefined => {
  const rows = page.rows.length;
  const leaves = leavesOf(answer);
  const total = leaves.find(
    ({ name, value }) => TOTAL.test(name) && typeof value === 'number' && value > rows,
  );
  if (total)
    return {
      seen: `the page has ${rows} rows, and ${total.place} is ${shortText(total.value)}`,
      set: `{ by: offset, limit: ${Math.max(1, rows)}, end: { by: total, at: ${total.place} } }, and its parameters in query`,
    };
  const next = leaves.find(({ name, value }) => NEXT.test(name) && isMark(value));
  if (!next) return undefined;
  const by = /^(https?:)?\//.test(String(next.value)) ? 'link' : 'token';
  return {
    seen: `the page has a mark of another one at ${next.place}: ${shortText(next.value)}`,
    set:
      next.value === true
        ? `{ by: page, end: { by: more, at: ${next.place} } }`
        : `{ by: ${by}, next: ${next.place} }`,
  };
};

const isMark = (value: unknown): boolean =>
  value === true ||
  typeof value === 'number' ||
  (typeof value === 'string' && !['', 'null', 'undefined'].includes(value));

const suggest = (paging: Paging, page: ListingPage, answer: unknown): Pick<ProbeFinding, 'set'> => {
  if (paging.by !== 'offset' && paging.by !== 'page') return {};
  const total = leavesOf(answer).find(({ name, value }) => TOTAL.test(name) && typeof value === 'number');
  if (total) return { set: `end: { by: total, at: ${total.place} }` };
  const found = findMissed(page, answer);
  return found?.set === undefined ? {} : { set: found.set };
};

/** Whether the second page is another one. */
export const judgeSecondPage = (paging: Paging, first: ListingPage, second: ListingPage): ProbeFinding[] => {
  const seen = new Set(first.rows.map((row) => JSON.stringify(row)));
  if (second.rows.length === 0 || !second.rows.every((row) => seen.has(JSON.stringify(row)))) return [];
  return [
    {
      setting: SETTING,
      says: sayPaging(paging),
      seen: 'the second page has the rows of the first: OCP does not know the parameter of the page',
      set: 'the parameter in api.jobRecordings.query, by its name at OCP',
    },
  ];
};
