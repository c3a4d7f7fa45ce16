import { faultOf } from '@recordings/fault';
import {
  OcpContractError,
  type OcpDownload,
  OcpNotFoundError,
  type OcpPermit,
} from '@recordings/reconciliation';
import { isProvable } from '../file/file-version.ts';
import type { OcpHttp } from '../ocp-http.ts';
import type { ArchiveCache } from './archive-cache.ts';
import type { JobArchive } from './open-archive.ts';
import { requestEntry } from './request-entry.ts';

/**
 * Downloads a recording from the archive of its job. The known directory and link of the archive may be old: after a
 * refusal both are read again, once.
 *
 * @throws {OcpNotFoundError} if the archive does not have it.
 */
export const downloadEntry = async (
  http: OcpHttp,
  archives: ArchiveCache,
  { exportJobId, recordingId }: { readonly exportJobId: string; readonly recordingId: string },
  signal: AbortSignal,
  held?: OcpPermit,
): Promise<OcpDownload> => {
  const open = () => archives.open(http, exportJobId, signal);
  const forget = () => archives.forget(exportJobId);

  const request = async (archive: JobArchive, permit?: OcpPermit): Promise<OcpDownload> => {
    const { url, version, directory } = archive;
    const entry = directory.recordings.get(recordingId);
    if (!entry) throw new OcpNotFoundError('OCP recordingFile: the archive of the job does not have it');
    const values = { exportJobId, recordingId };
    const file = { operation: 'recordingFile', values, url, held: permit } as const;
    const body = await requestEntry(http, file, version, entry, signal);
    return { sizeBytes: entry.sizeBytes, body: isProvable(version) ? body : afterError(body, forget) };
  };

  const known = await orElse(open, () => held && http.giveBackPermit(held));
  try {
    return await request(known, held);
  } catch (error) {
    if (!isAboutArchive(error)) throw error;
    forget();
    return request(await open());
  }
};

/** The archive has changed, or its link does not work any more. An outage says nothing about it. */
const isAboutArchive = (error: unknown): boolean =>
  error instanceof OcpContractError || faultOf(error) !== 'retryable';

const orElse = async <T>(task: () => Promise<T>, act: () => void): Promise<T> => {
  try {
    return await task();
  } catch (error) {
    act();
    throw error;
  }
};

/** If nothing proves that the archive is the same, an entry that cannot be read may be due to a change. */
const afterError = async function* (body: AsyncIterable<Uint8Array>, act: () => void) {
  try {
    yield* body;
  } catch (error) {
    act();
    throw error;
  }
};
