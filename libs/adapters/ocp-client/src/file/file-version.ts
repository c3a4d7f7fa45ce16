import type { ExportApi } from '@recordings/call-record';
import { converters } from '../dialect/converters.ts';
import { headerOf, type OcpResponse } from '../ocp-response.ts';

/** What an answer says of the file that its bytes are of, so that the bytes of two answers can be joined. */
export type FileVersion = {
  /** A strong one. */
  readonly etag?: string;
  /** Only if the file was written so long before the answer that a later change shows. */
  readonly lastModified?: string;
  /** Lower-case hex. */
  readonly sha256?: string;
  readonly encoding: string;
  /** Of the whole file. */
  readonly sizeBytes?: number;
};

/** Last-Modified has whole seconds: a file may change twice in one. */
const LAST_MODIFIED_STEP_MS = 1_000;

export type ChecksumHeaders = ExportApi['recordingFile']['checksum'];

const checksumOf = (response: OcpResponse, { headers, as }: ChecksumHeaders): string | undefined =>
  headers
    .map((name) => converters.checksum[as](headerOf(response, name)))
    .find((sha256) => typeof sha256 === 'string');

export const versionOf = (
  response: OcpResponse,
  sizeBytes: number | undefined,
  checksum: ChecksumHeaders,
): FileVersion => {
  const etag = headerOf(response, 'etag');
  const lastModified = headerOf(response, 'last-modified');
  const ageMs = Date.parse(headerOf(response, 'date') ?? '') - Date.parse(lastModified ?? '');
  return {
    etag: etag?.startsWith('"') ? etag : undefined,
    lastModified: ageMs >= LAST_MODIFIED_STEP_MS ? lastModified : undefined,
    sha256: checksumOf(response, checksum),
    encoding: headerOf(response, 'content-encoding') ?? 'identity',
    sizeBytes,
  };
};

/** Whether a later answer can prove that its bytes are of the same file. */
export const isProvable = ({ etag, lastModified, sha256 }: FileVersion): boolean =>
  (etag ?? lastModified ?? sha256) !== undefined;

/** Asks for the bytes from `start` to before `end`, and for all bytes if the file has changed. */
export const rangeHeaders = (
  { etag, lastModified }: FileVersion,
  start: number,
  end?: number,
): Readonly<Record<string, string>> => {
  const validator = etag ?? lastModified;
  return {
    range: `bytes=${start}-${end === undefined ? '' : end - 1}`,
    ...(validator !== undefined && { 'if-range': validator }),
  };
};

/** @returns why the bytes of both cannot be joined; undefined if they are of the same file. */
export const differenceOf = (first: FileVersion, next: FileVersion): string | undefined => {
  const fields = ['etag', 'lastModified', 'sha256', 'sizeBytes'] as const;
  for (const field of fields) {
    if (first[field] !== undefined && first[field] !== next[field]) return describe(field, first, next);
  }
  return first.encoding === next.encoding ? undefined : describe('encoding', first, next);
};

const describe = (field: keyof FileVersion, first: FileVersion, next: FileVersion): string =>
  `${field} was ${first[field]}, is ${next[field] ?? 'missing'}`;
