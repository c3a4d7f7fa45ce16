/**
 * Frees the memory of a chunk at once, unless other bytes share it. Node reads a socket into new memory each time, 64 KB of
 * it, and V8 frees memory that is no longer read only when it collects. Until then 8 downloads left 60 MB behind, and the
 * chunks of recordings held in memory made V8 collect all of its heap after every 70 of them.
 */
export const freeChunk = ({ buffer, byteLength }: Uint8Array): void => {
  const isAlone = byteLength > 0 && byteLength === buffer.byteLength;
  if (isAlone && buffer instanceof ArrayBuffer) buffer.transfer(0);
};
