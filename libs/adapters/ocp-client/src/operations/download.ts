import { OcpContractError, type OcpDownload, type OcpPermit } from '@recordings/reconciliation';
import type { ArchiveCache } from '../archive/archive-cache.ts';
import { ENTRY_ID } from '../archive/archive-entry.ts';
import { downloadEntry } from '../archive/download-entry.ts';
import { requestEntry } from '../archive/request-entry.ts';
import { unzipRecording } from '../archive/unzip-recording.ts';
import { decodeGzip } from '../body/decode-gzip.ts';
import { freeChunk } from '../body/free-chunk.ts';
import { refuseTextPage } from '../body/refuse-text-page.ts';
import { type FilePart, makePartReader } from '../file/file-part.ts';
import { rangeHeaders } from '../file/file-version.ts';
import { RESUME, type RequestRest, readResumed } from '../file/read-resumed.ts';
import type { OcpHttp } from '../ocp-http.ts';
import { discardBody, headerOf } from '../ocp-response.ts';

export const download = async (
  http: OcpHttp,
  archives: ArchiveCache,
  { exportJobId, recordingId }: { readonly exportJobId: string; readonly recordingId: string },
  signal: AbortSignal,
  held?: OcpPermit,
): Promise<OcpDownload> => {
  if (recordingId.startsWith(ENTRY_ID))
    return downloadEntry(http, archives, { exportJobId, recordingId }, signal, held);
  const call = { operation: 'recordingFile', values: { exportJobId, recordingId } } as const;
  const read = makePartReader(http.api);
  const first = await http.get({ ...call, held, accepts: [200], read }, signal);
  await refuseEncoding(first);
  const { response, version } = first;
  const requestRest: RequestRest = (_, from, whileReading) =>
    http.get(
      { ...call, countedAs: RESUME, headers: rangeHeaders(version, from), accepts: [200, 206], read },
      whileReading,
    );
  const { bytes, close } = readResumed(first, { from: 0 }, requestRest, signal);
  const decoded = decodeGzip(bytes, close);
  const unzipped = unzipRecording(decoded.body, recordingId, (entry) =>
    requestEntry(http, call, version, entry, signal),
  );
  return {
    sizeBytes: version.sizeBytes,
    sha256: version.sha256,
    body: refuseTextPage(unzipped.body, headerOf(response, 'content-type')),
    freeChunk,
    readEncoded: () => decoded.readEncoded() ?? unzipped.readEncoded(),
  };
};

/** We ask for no encoding. Some servers compress all the same. */
const READABLE_ENCODINGS: ReadonlySet<string> = new Set(['identity', 'gzip', 'x-gzip']);

const refuseEncoding = async ({ response, version: { encoding } }: FilePart): Promise<void> => {
  if (READABLE_ENCODINGS.has(encoding.toLowerCase())) return;
  await discardBody(response);
  throw new OcpContractError(`OCP recordingFile: expected gzip or no content-encoding, got ${encoding}`);
};
