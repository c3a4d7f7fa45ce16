/** Smaller memory may be the own state of a parser: busboy passes its buffer of at most 255 bytes on as a chunk. */
const SMALLEST_FREED_BYTES = 4_096;

/**
 * Frees the memory of a chunk at once, unless other bytes share it. Node reads a socket into new memory each time, 64 KB of
 * it, and V8 frees memory that is no longer read only when it collects.
 */
export const freeChunk = ({ buffer, byteLength }: Uint8Array): void => {
  const isAlone = byteLength >= SMALLEST_FREED_BYTES && byteLength === buffer.byteLength;
  if (isAlone && buffer instanceof ArrayBuffer) buffer.transfer(0);
};
