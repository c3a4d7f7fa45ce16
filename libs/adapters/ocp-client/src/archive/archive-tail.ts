/** Bytes. The directory of an archive is at its end, and must fit: about 20,000 entries. */
export const MAX_TAIL_BYTES = 4 * 1024 * 1024;

/** The end of an archive, or all of it if it is small. */
export type ArchiveTail = {
  readonly bytes: Buffer;
  /** The place of its first byte in the archive. */
  readonly start: number;
  /** Of the whole archive. */
  readonly sizeBytes: number;
};

/** Collects the last bytes of what it is given. */
export type TailCollector = {
  add(chunk: Uint8Array): void;
  tail(): ArchiveTail;
};

/** @param start the place of the first byte that it is given. */
export const makeTailCollector = (start: number): TailCollector => {
  const chunks: Uint8Array[] = [];
  let end = start;
  let heldBytes = 0;
  return {
    add: (chunk) => {
      chunks.push(chunk);
      end += chunk.length;
      heldBytes += chunk.length;
      while (heldBytes - chunks[0]!.length >= MAX_TAIL_BYTES) heldBytes -= chunks.shift()!.length;
    },
    tail: () => ({ bytes: Buffer.concat(chunks), start: end - heldBytes, sizeBytes: end }),
  };
};
