import { OcpContractError, type OcpDownload, type OcpPermit } from '@recordings/reconciliation';
import type { ArchiveCache } from '../archive/archive-cache.ts';
import { ENTRY_ID } from '../archive/archive-entry.ts';
import { downloadEntry } from '../archive/download-entry.ts';
import { requestEntry } from '../archive/request-entry.ts';
import { unzipRecording } from '../archive/unzip-recording.ts';
import { decodeGzip } from '../body/decode-gzip.ts';
import { refuseTextPage } from '../body/refuse-text-page.ts';
import { type FilePart, makePartReader } from '../file/file-part.ts';
import { rangeHeaders } from '../file/file-version.ts';
import { RESUME, type RequestRest, readResumed } from '../file/read-resumed.ts';
import type { LinkFinder, RecordingOfJob } from '../links/job-links.ts';
import { requestLinked } from '../links/request-linked.ts';
import type { OcpHttp } from '../ocp-http.ts';
import { discardBody, headerOf } from '../ocp-response.ts';

/** What the downloads of a job share. */
export type JobCaches = { readonly archives: ArchiveCache; readonly links: LinkFinder };

export const download = async (
  http: OcpHttp,
  caches: JobCaches,
  { exportJobId, recordingId }: { readonly exportJobId: string; readonly recordingId: string },
  signal: AbortSignal,
  held?: OcpPermit,
): Promise<OcpDownload> => {
  if (recordingId.startsWith(ENTRY_ID))
    return downloadEntry(http, caches.archives, { exportJobId, recordingId }, signal, held);
  const { call, first } = await requestFile(http, caches.links, { exportJobId, recordingId }, signal, held);
  await refuseEncoding(first);
  const { response, version } = first;
  const requestRest: RequestRest = (_, from, whileReading) =>
    http.get(
      {
        ...call,
        countedAs: RESUME,
        headers: rangeHeaders(version, from),
        accepts: [200, 206],
        read: makePartReader(http.api),
      },
      whileReading,
    );
  const { bytes, close } = readResumed(first, { from: 0 }, requestRest, signal);
  const decoded = decodeGzip('recordingFile', bytes, close);
  const unzipped = unzipRecording(decoded.body, recordingId, (entry) =>
    requestEntry(http, call, version, entry, signal),
  );
  return {
    sizeBytes: version.sizeBytes,
    sha256: version.sha256,
    body: refuseTextPage(unzipped.body, headerOf(response, 'content-type')),
    ownsChunks: true,
    readEncoded: () => decoded.readEncoded() ?? unzipped.readEncoded(),
  };
};

/** Requests the file by its path, or by its link if the export profile says so. */
const requestFile = async (
  http: OcpHttp,
  links: LinkFinder,
  file: RecordingOfJob,
  signal: AbortSignal,
  held?: OcpPermit,
) => {
  const call = { operation: 'recordingFile', values: file } as const;
  const request = (url?: URL, permit?: OcpPermit): Promise<FilePart> =>
    http.get({ ...call, url, held: permit, accepts: [200], read: makePartReader(http.api) }, signal);
  if (http.api.recordingFile.by === 'path') return { call, first: await request(undefined, held) };
  const { url, first } = await requestLinked(http, links, file, request, signal, held);
  return { call: { ...call, url }, first };
};

/** We ask for no encoding. Some servers compress all the same. */
const READABLE_ENCODINGS: ReadonlySet<string> = new Set(['identity', 'gzip', 'x-gzip']);

const refuseEncoding = async ({ response, version: { encoding } }: FilePart): Promise<void> => {
  if (READABLE_ENCODINGS.has(encoding.toLowerCase())) return;
  await discardBody(response);
  throw new OcpContractError(`OCP recordingFile: expected gzip or no content-encoding, got ${encoding}`);
};
