import { basename } from 'node:path/posix';
import { DomainError } from '@recordings/fault';
import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from 'yauzl';
import { keptId } from '../answer-fields.ts';
import { readableProse } from '../ocp-prose.ts';
import { type ArchiveDirectory, type ArchiveEntry, ENTRY_ID } from './archive-entry.ts';
import { ArchiveTooLargeError, archiveError } from './archive-error.ts';
import type { ArchiveTail } from './archive-tail.ts';
import { type ListedEntry, readListedEntry } from './listed-entry.ts';
import { TailReader } from './tail-reader.ts';

/** The directory of an archive is read into memory. */
export const MAX_ENTRIES = 20_000;
/** The signature of an entry in the directory. */
const ENTRY_SIGNATURE = 0x02014b50;

/**
 * Reads the directory of an archive. An entry that cannot be read does not hide the others.
 *
 * @throws {ArchiveTooLargeError} if it has too many entries.
 * @throws {OcpContractError} if it is damaged.
 */
export const readDirectory = async (tail: ArchiveTail): Promise<ArchiveDirectory> => {
  const listed = await readListed(tail);
  const paths = countEach(listed.flatMap(({ entry }) => (entry ? [entry.path] : [])));
  const names = countEach([...paths.keys()].map((path) => basename(path)));
  const recordings = new Map<string, ArchiveEntry>();
  const unreadable: string[] = [];
  for (const { path, entry, fault } of listed) {
    if (fault !== undefined) unreadable.push(describe(path, fault));
    if (entry === undefined) continue;
    const id = `${ENTRY_ID}${names.get(basename(path)) === 1 ? basename(path) : path}`;
    if (paths.get(path)! > 1) unreadable.push(describe(path, 'several entries have this name'));
    else if (!keptId.safeParse(id).success) unreadable.push(describe(path, 'the name is too long'));
    else recordings.set(id, entry);
  }
  return { recordings, unreadable };
};

const describe = (path: string, fault: string): string => `${readableProse(path) ?? 'no name'}: ${fault}`;

const countEach = (texts: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
};

const readListed = async (tail: ArchiveTail): Promise<ListedEntry[]> => {
  try {
    const zip = await fromRandomAccessReaderPromise(new TailReader(tail), tail.sizeBytes, {
      autoClose: false,
      decodeStrings: false, // One bad name would end the reading.
      validateEntrySizes: false,
    });
    return await readEntries(zip, tail);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw archiveError('its directory cannot be read', { cause: error });
  }
};

const readEntries = async (zip: ZipFile, tail: ArchiveTail): Promise<ListedEntry[]> => {
  if (zip.entryCount > MAX_ENTRIES) {
    throw new ArchiveTooLargeError(`OCP archive: ${zip.entryCount} entries, at most ${MAX_ENTRIES} allowed`);
  }
  const directoryStart = Number(zip.readEntryCursor);
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) entries.push(entry);
  // The count has 16 bits: an archive of 70,000 entries may say 4,464.
  const end = Number(zip.readEntryCursor) - tail.start;
  if (end + 4 <= tail.bytes.length && tail.bytes.readUInt32LE(end) === ENTRY_SIGNATURE)
    throw new ArchiveTooLargeError('OCP archive: it has more entries than its directory says');
  entries.sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  return entries.map((entry, at) => {
    const next = entries[at + 1]?.relativeOffsetOfLocalHeader ?? directoryStart;
    return readListedEntry(entry, next);
  });
};
