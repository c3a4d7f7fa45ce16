/** A recording in an archive, by the directory of the archive. */
export type ArchiveEntry = {
  /** The name in the directory, with its folders. */
  readonly path: string;
  /** The same in bytes. The entry repeats it before its data. */
  readonly rawPath: Buffer;
  /** The place of the entry in the archive. */
  readonly start: number;
  /** A place after its last byte. */
  readonly end: number;
  readonly storedBytes: number;
  /** After inflation. */
  readonly sizeBytes: number;
  readonly crc32: number;
  readonly isDeflated: boolean;
};

export type ArchiveDirectory = {
  /** By the id of the recording. */
  readonly recordings: ReadonlyMap<string, ArchiveEntry>;
  /** Why entries that may be recordings cannot be read, one reason for each. */
  readonly unreadable: readonly string[];
};

/** Bytes of the header before the data of an entry, its name excepted. */
export const LOCAL_HEADER_BYTES = 30;

/** What begins the id of a recording that is an entry of the archive of its job. */
export const ENTRY_ID = 'zip:';
