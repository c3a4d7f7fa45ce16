import type { OcpPermit } from '@recordings/reconciliation';
import { refuseTextPage } from '../body/refuse-text-page.ts';
import { makePartReader } from '../file/file-part.ts';
import { differenceOf, type FileVersion, rangeHeaders } from '../file/file-version.ts';
import { RESUME, type RequestRest, readResumed } from '../file/read-resumed.ts';
import type { OcpCall, OcpHttp } from '../ocp-http.ts';
import { discardBody } from '../ocp-response.ts';
import type { ArchiveEntry } from './archive-entry.ts';
import { archiveError } from './archive-error.ts';
import { readEntry } from './read-entry.ts';

/** Names the file that the entry is in. */
export type ArchiveFile = Pick<OcpCall<unknown>, 'operation' | 'values' | 'url' | 'held'>;

/** Requests the bytes of an entry. If the server sends the whole archive, the bytes before the entry are skipped. */
export const requestEntry = async (
  http: OcpHttp,
  { held, ...file }: ArchiveFile,
  version: FileVersion,
  entry: ArchiveEntry,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> => {
  const { start, end } = entry;
  const read = makePartReader(http.api);
  const request = (from: number, whileReading: AbortSignal, permit?: OcpPermit) => {
    const headers = rangeHeaders(version, from, end);
    const countedAs = from === start ? undefined : RESUME;
    const call = { ...file, held: permit, countedAs, headers, accepts: [200, 206], read };
    return http.get(call, whileReading);
  };
  const first = await request(start, signal, held);
  const isPlaced = first.start === 0 || first.start === start;
  const difference = isPlaced ? differenceOf(version, first.version) : `byte ${start} is byte ${first.start}`;
  if (difference !== undefined) {
    await discardBody(first.response);
    throw archiveError(`it has changed: ${difference}`);
  }
  const requestRest: RequestRest = (_, from, whileReading) => request(from, whileReading);
  const { bytes, close } = readResumed(first, { from: start, to: end }, requestRest, signal);
  return refuseTextPage(readEntry(bytes, entry, close), undefined);
};
