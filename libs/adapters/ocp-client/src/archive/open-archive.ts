import { type FilePart, makePartReader } from '../file/file-part.ts';
import { type FileVersion, rangeHeaders } from '../file/file-version.ts';
import { type RequestRest, readResumed } from '../file/read-resumed.ts';
import type { OcpHttp } from '../ocp-http.ts';
import { discardBody, type OcpResponse } from '../ocp-response.ts';
import type { ArchiveDirectory } from './archive-entry.ts';
import { archiveError } from './archive-error.ts';
import { type ArchiveTail, MAX_TAIL_BYTES, makeTailCollector } from './archive-tail.ts';
import { readDirectory } from './read-directory.ts';

/** The result of a job, as one archive of recordings. */
export type JobArchive = {
  readonly url: URL;
  readonly version: FileVersion;
  readonly directory: ArchiveDirectory;
};

/**
 * Reads the directory of an archive. A server that serves no ranges sends the whole archive for it. That can take
 * minutes, so the generator yields from time to time.
 *
 * @throws {ArchiveTooLargeError} if the directory is beyond our limits.
 */
export const openArchive = async function* (
  http: OcpHttp,
  url: URL,
  signal: AbortSignal,
): AsyncGenerator<'reading', JobArchive> {
  const call = { operation: 'jobRecordings', values: {}, url, read: makeArchiveReader(http) } as const;
  const range = { range: `bytes=-${MAX_TAIL_BYTES}` };
  const first = await http.get({ ...call, headers: range, accepts: [200, 206, 416] }, signal);
  const requestRest: RequestRest = ({ version }, from, whileReading) =>
    http.get({ ...call, headers: rangeHeaders(version, from), accepts: [200, 206] }, whileReading);
  const tail = yield* readTail(first, requestRest, signal);
  return { url, version: first.version, directory: await readDirectory(tail) };
};

const RANGE_REFUSED = 416;

const makeArchiveReader =
  ({ api }: OcpHttp) =>
  async (response: OcpResponse): Promise<FilePart> => {
    if (response.statusCode === RANGE_REFUSED) {
      await discardBody(response);
      throw archiveError('it is empty');
    }
    const part = await makePartReader(api)(response);
    const { encoding } = part.version;
    if (encoding.toLowerCase() === 'identity') return part;
    await discardBody(response);
    throw archiveError(`expected no content-encoding, got ${encoding}`);
  };

/** Bytes between two signs that a long archive is being read. */
const SIGN_BYTES = 1024 * 1024;

const readTail = async function* (
  first: FilePart,
  requestRest: RequestRest,
  signal: AbortSignal,
): AsyncGenerator<'reading', ArchiveTail> {
  const collector = makeTailCollector(first.start);
  let unsigned = 0;
  for await (const chunk of readResumed(first, { from: first.start }, requestRest, signal).bytes) {
    collector.add(chunk);
    unsigned += chunk.length;
    if (unsigned < SIGN_BYTES) continue;
    unsigned = 0;
    yield 'reading';
  }
  return collector.tail();
};
