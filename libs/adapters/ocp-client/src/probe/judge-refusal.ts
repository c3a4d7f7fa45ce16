import type { ExportApi } from '@recordings/call-record';
import { readProse } from '../dialect/read-field.ts';
import { meaningOf } from '../refusal-meaning.ts';
import { leavesOf } from './leaves-of.ts';
import type { ProbeExchange } from './probe-exchange.ts';
import { type ProbeFinding, shortText } from './probe-finding.ts';

type Operation = 'createJob' | 'listJobs' | 'jobStatus' | 'jobRecordings' | 'recordingFile';

const CODE = /code$|^error$|^fault$|^reason$/i;
const NO_ROUTE: ReadonlySet<number> = new Set([404, 405, 501]);

/** What OCP says of a refusal, by the profile or as its text. */
export const wordsOf = (api: ExportApi, { answer }: ProbeExchange): string =>
  shortText(readProse({ at: api.refusals.message, as: 'string' }, answer) ?? answer ?? '');

/** What OCP answers instead of what the operation wants. @returns nothing if it may be what is wanted. */
export const judgeRefusal = (
  api: ExportApi,
  operation: Operation,
  exchange: ProbeExchange,
): ProbeFinding[] => {
  const { status, method, url, answer } = exchange;
  const says = `${method} ${url.pathname}`;
  const seen = `HTTP ${status}: ${wordsOf(api, exchange)}`;
  const setting = `api.${operation}`;
  if (status === 401 || status === 403)
    return [
      {
        setting: 'credentials of the group',
        says,
        seen,
        set: 'a name of OCP_CREDENTIALS that OCP accepts for the group',
      },
    ];
  if (NO_ROUTE.has(status))
    return [{ setting: `${setting}.path`, says, seen, set: 'the path and method of your OCP' }];
  if (status === 429 || status >= 500)
    return [{ setting: 'none: OCP does not answer now', says, seen, set: 'run the probe again later' }];
  if (status >= 400) return [{ setting: `${setting}, its values and their forms`, says, seen }];
  if (meaningOf(answer, api.refusals) !== undefined) return [{ setting: `${setting}`, says, seen }];
  return [];
};

/** A fault under HTTP 200 that the profile does not know. */
export const judgeHiddenFault = (api: ExportApi, exchange: ProbeExchange): ProbeFinding[] => {
  const code = leavesOf(exchange.answer).find(
    ({ name, value }) => CODE.test(name) && typeof value === 'string' && /^[A-Z][A-Z0-9_-]+$/.test(value),
  );
  if (!code) return [];
  return [
    {
      setting: 'api.refusals',
      says: `code at ${api.refusals.code.join(' or ')}, ${Object.keys(api.refusals.meanings).length} meanings`,
      seen: `HTTP ${exchange.status} with the error code ${shortText(code.value)} at ${code.place}`,
      set: `{ code: ${code.place}, meanings: { ${shortText(code.value)}: rejected } }, or what it means`,
    },
  ];
};
