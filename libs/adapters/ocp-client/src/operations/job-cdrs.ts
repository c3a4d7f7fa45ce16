import { exportsCdrs } from '@recordings/call-record';
import type { CdrEntry, ListingEntry } from '@recordings/reconciliation';
import type { PageCdr } from '../dialect/dialect.ts';
import { CDR_PAGE } from '../lane-of.ts';
import type { OcpHttp } from '../ocp-http.ts';
import { jobPages } from './job-recordings.ts';
import { type RefusedFiles, readFileOfCdrs } from './read-cdr-file.ts';

/** Of one body. The reader of events takes twice as many, and four times as many bytes. */
const MAX_EVENTS = 500;
const MAX_BODY_BYTES = 1_048_576;
/** A CDR has a few kilobytes. A larger one is not read. */
const MAX_CDR_BYTES = 2_097_152;

/** The CDRs of a finished job, as a push would bring them. @see CdrExport */
export const jobCdrs = async function* (
  http: OcpHttp,
  exportJobId: string,
  signal: AbortSignal,
): AsyncGenerator<CdrEntry, void, undefined> {
  if (!exportsCdrs(http.api)) return;
  const refused: RefusedFiles = { count: 0 };
  for await (const { cdrs, entries } of jobPages(http, exportJobId, signal, CDR_PAGE)) {
    for await (const found of cdrsOf(http, exportJobId, cdrs, refused, signal)) yield* found;
    for (const entry of entries) if (endsEarly(entry)) yield { kind: 'cut-off', reason: entry.reason };
    yield { kind: 'reading' };
  }
};

const endsEarly = (entry: ListingEntry): entry is Extract<ListingEntry, { kind: 'cut-off' }> =>
  entry.kind === 'cut-off';

/** Those in the rows of a page, then those of each file that a row names. */
const cdrsOf = async function* (
  http: OcpHttp,
  exportJobId: string,
  rows: readonly PageCdr[],
  refused: RefusedFiles,
  signal: AbortSignal,
): AsyncGenerator<CdrEntry[], void, undefined> {
  yield bodiesOf(rows.flatMap((row) => (row.kind === 'cdr' ? [row.cdr] : [])));
  for (const row of rows) {
    if (row.kind !== 'file') continue;
    const read = await readFileOfCdrs(http, exportJobId, row, refused, signal);
    yield read.kind === 'cdrs' ? bodiesOf(read.cdrs) : [read];
  }
};

/** NDJSON: what is not JSON is a line with its text, which the reader of events keeps in quarantine. */
const bodiesOf = (cdrs: readonly unknown[]): CdrEntry[] => {
  const entries: CdrEntry[] = [];
  let lines: Buffer[] = [];
  let sizeBytes = 0;
  const close = (): void => {
    if (lines.length > 0) entries.push({ kind: 'events', body: Buffer.concat(lines) });
    [lines, sizeBytes] = [[], 0];
  };
  for (const cdr of cdrs) {
    const line = Buffer.from(`${JSON.stringify(cdr)}\n`);
    if (line.byteLength > MAX_CDR_BYTES) {
      entries.push({
        kind: 'unreadable',
        reason: `a CDR has ${line.byteLength} bytes; at most ${MAX_CDR_BYTES} are read`,
      });
      continue;
    }
    if (lines.length >= MAX_EVENTS || sizeBytes + line.byteLength > MAX_BODY_BYTES) close();
    lines.push(line);
    sizeBytes += line.byteLength;
  }
  close();
  return entries;
};
