import { type Entry, getFileNameLowLevel, validateFileName } from 'yauzl';
import { type ArchiveEntry, LOCAL_HEADER_BYTES } from './archive-entry.ts';
import { kindOfEntry } from './entry-name.ts';

/** An entry of the directory. It has neither an entry nor a fault if it is no recording. */
export type ListedEntry = {
  readonly path: string;
  readonly entry?: ArchiveEntry;
  /** Why it cannot be read. */
  readonly fault?: string;
};

/** Deflate makes bytes at most 1,032 times fewer, which digital silence reaches. More is a lie about the size. */
export const MAX_RATIO = 1_100;

const STORED = 0;
const DEFLATED = 8;
/** The header of an entry may have an extra field of this length. The directory does not say how long it is. */
const MAX_EXTRA_BYTES = 65_535;

/** @param next the place of the next entry, or of the directory. */
export const readListedEntry = (entry: Entry, next: number): ListedEntry => {
  const { fileNameRaw, generalPurposeBitFlag, extraFields, compressionMethod, crc32 } = entry;
  const path = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
  const kind = kindOfEntry(path);
  if (kind === 'other') return { path };
  const fault = kind === 'archive' ? 'an archive in an archive' : faultOf(entry, path, next);
  if (fault !== undefined) return { path, fault };
  const { relativeOffsetOfLocalHeader: start, compressedSize: storedBytes } = entry;
  const longest = start + LOCAL_HEADER_BYTES + fileNameRaw.length + MAX_EXTRA_BYTES + storedBytes;
  return {
    path,
    entry: {
      path,
      rawPath: fileNameRaw,
      start,
      end: Math.min(next, longest),
      storedBytes,
      sizeBytes: entry.uncompressedSize,
      crc32,
      isDeflated: compressionMethod === DEFLATED,
    },
  };
};

const faultOf = (entry: Entry, path: string, next: number): string | undefined => {
  const { compressionMethod, compressedSize, uncompressedSize } = entry;
  const shortest = LOCAL_HEADER_BYTES + entry.fileNameLength + compressedSize;
  if (entry.relativeOffsetOfLocalHeader + shortest > next) return 'it overlaps what follows it';
  if (validateFileName(path) !== null) return 'the name leads out of its folder';
  if (entry.isEncrypted()) return 'encrypted';
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED)
    return `unknown compression ${compressionMethod}`;
  if (compressionMethod === STORED && compressedSize !== uncompressedSize)
    return `two sizes, ${compressedSize} and ${uncompressedSize} bytes`;
  if (uncompressedSize > (compressedSize + 1) * MAX_RATIO)
    return `${uncompressedSize} bytes cannot come from ${compressedSize}`;
  return undefined;
};
