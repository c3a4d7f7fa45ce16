import { type ExportApi, parseEvent } from '@recordings/call-record';
import type { ListingPage } from '../dialect/dialect.ts';
import { makeDialect } from '../dialect/make-dialect.ts';
import { isCdrRow } from '../dialect/read-cdrs.ts';
import { judgeField } from './judge-field.ts';
import { judgePaging } from './judge-paging.ts';
import { findRows } from './judge-rows.ts';
import { recordingFields } from './known-fields.ts';
import { leavesOf } from './leaves-of.ts';
import type { ProbeFinding } from './probe-finding.ts';

type ListingSeen = {
  readonly findings: readonly ProbeFinding[];
  /** By the profile; undefined if it cannot read the page. */
  readonly page?: ListingPage;
  readonly rows: number;
};

/** Rows whose fields are looked at. */
const MAX_ROWS = 20;

type Range = { readonly fromDate: string; readonly toDate: string };

/** Compares the first page of a listing with the profile. */
export const judgeListing = (
  api: ExportApi,
  answer: unknown,
  range: Range,
  withCdrs: boolean,
): ListingSeen => {
  const { rows, findings } = findRows('api.jobRecordings.rows', api.jobRecordings.rows, answer);
  const recordings = rows.filter((row) => !isCdrRow(api.cdrs, row)).slice(0, MAX_ROWS);
  const fields = Object.entries(recordingFields(range)).flatMap(([name, known]) =>
    judgeField(`api.jobRecordings.${name}`, api.jobRecordings[name as 'link'], known, recordings),
  );
  const page = readPageOr(api, answer);
  return {
    findings: [
      ...findings,
      ...onlyNeeded(api, fields, recordings.length),
      ...(page ? judgePaging(api.jobRecordings.paging, page, answer) : []),
      ...(page && withCdrs ? judgeCdrs(api, page, answer) : []),
    ],
    ...(page && { page }),
    rows: recordings.length,
  };
};

const readPageOr = (api: ExportApi, answer: unknown): ListingPage | undefined => {
  try {
    return makeDialect(api).readPage(answer, { rowsBefore: 0, pagesBefore: 0 });
  } catch {
    return undefined; // The finding of the rows says it.
  }
};

/** A call may be named by the file name, a recording by the call, and a link is needed only to download by it. */
const onlyNeeded = (api: ExportApi, fields: readonly ProbeFinding[], rows: number): ProbeFinding[] => {
  const isLacking = (name: string): boolean => fields.some(({ setting }) => setting.endsWith(`.${name}`));
  if (rows > 0 && fields.length === 0) return [];
  const isCallNamed = !isLacking('callId') || !isLacking('fileName');
  return fields.filter(({ setting, set }) => {
    if (setting.endsWith('.link') && api.recordingFile.by === 'path') return false;
    return set !== undefined || (setting.endsWith('.callId') && !isCallNamed);
  });
};

const judgeCdrs = ({ cdrs }: ExportApi, page: ListingPage, answer: unknown): ProbeFinding[] => {
  const [first] = page.cdrs;
  if (!first) return sayNoCdrs(cdrs, page, answer);
  if (first.kind === 'file') return [];
  const parsed = parseEvent(first.cdr);
  if (parsed.kind !== 'unreadable') return [];
  const says = `the CDR of a row at ${cdrs.document.map((place) => place || 'the row itself').join(' or ')}`;
  return [
    {
      setting: 'api.cdrs.document',
      says,
      seen: `what cannot be read as a CDR: ${parsed.reason.split('\n')[0]}`,
    },
  ];
};

/** Later pages may have them, unless this one has a list that looks like them. */
const sayNoCdrs = (cdrs: ExportApi['cdrs'], page: ListingPage, answer: unknown): ProbeFinding[] => {
  const list = leavesOf(answer).find(
    ({ name, value }) => /cdr|dialog|event/i.test(name) && Array.isArray(value) && value.length > 0,
  );
  if (!list && page.next.kind === 'page') return [];
  return [
    {
      setting: 'api.cdrs',
      says: `rows at ${cdrs.rows.join(' or ')}`,
      seen: list ? `none there; there is a list at ${list.place}` : 'no CDR in the listing',
      ...(list && { set: `{ rows: ${list.place} }` }),
    },
  ];
};
