import { gzipSync } from 'node:zlib';
import type { ExportJob } from '../export-job.ts';
import { jsonNumber, largeNumberOf } from './large-number.ts';

/** Small, so that a day has several files. */
const CDRS_PER_FILE = 100;

/** A file of CDRs: gzip of JSON lines. */
type CdrFile = { readonly number: string; readonly cdrs: readonly unknown[] };

export const cdrFilesOf = ({ exportJobId, result }: ExportJob): CdrFile[] => {
  const cdrs = result.kind === 'exported' ? (result.cdrs ?? []) : [];
  const count = Math.ceil(cdrs.length / CDRS_PER_FILE);
  return Array.from({ length: count }, (_, at) => ({
    number: largeNumberOf(`${exportJobId} dialogs ${at}`),
    cdrs: cdrs.slice(at * CDRS_PER_FILE, (at + 1) * CDRS_PER_FILE),
  }));
};

export const describeCdrFile = ({ number }: CdrFile, at: number): object => ({
  number: jsonNumber(number),
  kind: 'dialogs',
  file: { name: `dialogs-${at + 1}.ndjson.gz` },
});

export const bytesOf = ({ cdrs }: CdrFile): Buffer =>
  gzipSync(cdrs.map((cdr) => `${typeof cdr === 'string' ? cdr : JSON.stringify(cdr)}\n`).join(''));
