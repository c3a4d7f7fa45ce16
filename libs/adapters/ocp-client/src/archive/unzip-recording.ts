import { createHash } from 'node:crypto';
import type { EncodedFile } from '../body/decode-gzip.ts';
import { peek } from '../body/peek.ts';
import { type ArchiveEntry, ENTRY_ID } from './archive-entry.ts';
import { archiveError } from './archive-error.ts';
import { type ArchiveTail, makeTailCollector } from './archive-tail.ts';
import { callIdOfEntry } from './entry-name.ts';
import { readDirectory } from './read-directory.ts';
import { readEntry } from './read-entry.ts';

/** How an archive with entries begins, and one without. */
const MARKS = [Buffer.from('PK\u0003\u0004'), Buffer.from('PK\u0005\u0006')];
const MARK_BYTES = 4;

export type UnzippedBody = {
  readonly body: AsyncIterable<Uint8Array>;
  /** After the last byte of `body`. @returns undefined if the bytes were no archive. */
  readonly readEncoded: () => EncodedFile | undefined;
};

/**
 * Unpacks a body that is an archive with one recording: its first bytes decide. The directory is at the end of an archive,
 * so the body is read to its end first. The end is kept in memory, and a larger archive is requested again.
 *
 * @param recordingId chooses the recording of an archive that has several, by its name or its call.
 * @param request gives the bytes of an entry of the same file.
 */
export const unzipRecording = (
  source: AsyncIterable<Uint8Array>,
  recordingId: string,
  request: (entry: ArchiveEntry) => Promise<AsyncIterable<Uint8Array>>,
): UnzippedBody => {
  let encoded: EncodedFile | undefined;

  const unzip = async function* (bytes: AsyncIterable<Uint8Array>) {
    const { tail, file } = await readWhole(bytes);
    const entry = chooseEntry(await readDirectory(tail), recordingId);
    yield* entry.start >= tail.start ? entryIn(tail, entry) : await request(entry);
    encoded = file;
  };

  const body = async function* () {
    const { start, bytes } = await peek(source, MARK_BYTES);
    yield* MARKS.some((mark) => mark.equals(start)) ? unzip(bytes) : bytes;
  };
  return { body: body(), readEncoded: () => encoded };
};

const readWhole = async (
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly tail: ArchiveTail; readonly file: EncodedFile }> => {
  const hash = createHash('sha256');
  const collector = makeTailCollector(0);
  for await (const chunk of bytes) {
    hash.update(chunk);
    collector.add(chunk);
  }
  const tail = collector.tail();
  return { tail, file: { sizeBytes: tail.sizeBytes, sha256: hash.digest('hex') } };
};

const chooseEntry = (
  { recordings, unreadable }: Awaited<ReturnType<typeof readDirectory>>,
  recordingId: string,
): ArchiveEntry => {
  const all = [...recordings.values()];
  const [only, ...more] = all;
  if (only && more.length === 0 && unreadable.length === 0) return only;
  const chosen =
    recordings.get(`${ENTRY_ID}${recordingId}`) ??
    all.find(({ path }) => callIdOfEntry(path) === recordingId);
  if (chosen) return chosen;
  const why = unreadable[0] ?? `it has ${all.length} recordings, and none of them is named by the recording`;
  throw archiveError(why);
};

const entryIn = ({ bytes, start }: ArchiveTail, entry: ArchiveEntry): AsyncIterable<Uint8Array> => {
  const inMemory = async function* () {
    yield bytes.subarray(entry.start - start, entry.end - start);
  };
  return readEntry(inMemory(), entry, () => undefined);
};
