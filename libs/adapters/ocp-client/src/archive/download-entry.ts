import { type OcpDownload, OcpNotFoundError, type OcpPermit } from '@recordings/reconciliation';
import type { OcpHttp } from '../ocp-http.ts';
import type { ArchiveCache } from './archive-cache.ts';
import { requestEntry } from './request-entry.ts';

/**
 * Downloads a recording from the archive of its job.
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
  const forget = (): void => archives.forget(exportJobId);
  let unused = held;
  try {
    const { url, version, directory } = await archives.open(http, exportJobId, signal);
    const entry = directory.recordings.get(recordingId);
    if (!entry) throw new OcpNotFoundError('OCP recordingFile: the archive of the job does not have it');
    unused = undefined;
    const values = { exportJobId, recordingId };
    const file = { operation: 'recordingFile', values, url, held } as const;
    const body = await requestEntry(http, file, version, entry, signal);
    return { sizeBytes: entry.sizeBytes, body: afterError(body, forget) };
  } catch (error) {
    forget();
    if (unused) http.giveBackPermit(unused);
    throw error;
  }
};

const afterError = async function* (body: AsyncIterable<Uint8Array>, act: () => void) {
  try {
    yield* body;
  } catch (error) {
    act();
    throw error;
  }
};
