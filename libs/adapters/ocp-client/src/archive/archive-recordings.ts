import type { ListingEntry } from '@recordings/reconciliation';
import type { OcpHttp } from '../ocp-http.ts';
import type { ArchiveEntry } from './archive-entry.ts';
import { ArchiveTooLargeError } from './archive-error.ts';
import { callIdOfEntry, nameOfEntry } from './entry-name.ts';
import { openArchive } from './open-archive.ts';

/** The entries of an archive as those of a listing. */
export const archiveRecordings = async function* (
  http: OcpHttp,
  url: URL,
  signal: AbortSignal,
): AsyncGenerator<ListingEntry, void, undefined> {
  try {
    const archive = openArchive(http, url, signal);
    let read = await archive.next();
    for (; read.done !== true; read = await archive.next()) yield { kind: 'reading' };
    const { recordings, unreadable } = read.value.directory;
    for (const [recordingId, entry] of recordings) yield listed(recordingId, entry);
    for (const reason of unreadable) yield { kind: 'unreadable', reason };
  } catch (error) {
    // A job of a shorter range has a smaller archive.
    if (!(error instanceof ArchiveTooLargeError)) throw error;
    yield { kind: 'cut-off', reason: error.message };
  }
};

const listed = (recordingId: string, { path, sizeBytes }: ArchiveEntry): ListingEntry => ({
  kind: 'recording',
  recording: { callId: callIdOfEntry(path), recordingId, fileName: nameOfEntry(path), sizeBytes },
});
