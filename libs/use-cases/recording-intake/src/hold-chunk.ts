/** Smaller chunks are copied together. */
const SMALL_BYTES = 1_024;
const BLOCK_BYTES = 16_384;

/**
 * Makes the function that adds a chunk to those that are held. A sender may cut a body into single bytes, and each chunk
 * takes some hundred bytes of memory beside its own.
 */
export const makeHoldChunk = (held: Uint8Array[]): ((chunk: Uint8Array) => void) => {
  /** The used part of a block. */
  let used = new Uint8Array(0);
  return (chunk) => {
    if (chunk.byteLength >= SMALL_BYTES) {
      held.push(chunk);
      return;
    }
    const nextBytes = used.byteLength + chunk.byteLength;
    const goesOn = held.length > 0 && held.at(-1) === used && nextBytes <= BLOCK_BYTES;
    if (!goesOn) used = new Uint8Array(BLOCK_BYTES).subarray(0, 0);
    const at = used.byteLength;
    used = new Uint8Array(used.buffer, 0, at + chunk.byteLength);
    used.set(chunk, at);
    if (goesOn) held.pop();
    held.push(used);
  };
};
