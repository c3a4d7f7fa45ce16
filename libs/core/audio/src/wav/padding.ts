import { fourCharsAt } from '../byte-order.ts';
import { isChunkId, isKnownChunkId } from './chunk-id.ts';

export const CHUNK_HEADER_BYTES = 8;

/**
 * Whether the bytes behind a chunk of odd length are the next chunk's header, because the writer left out the pad byte.
 * Otherwise the first of them is the pad byte, and the header follows it.
 *
 * @param bytes eight bytes, of which the first is not 0.
 */
export const endsWithoutPadding = (bytes: Uint8Array): boolean => {
  const id = fourCharsAt(bytes, 0);
  const idAfterPadding = fourCharsAt(bytes, 1);
  if (isKnownChunkId(id)) return true;
  return isChunkId(id) && !isChunkId(idAfterPadding);
};

/**
 * Whether a file that ends before its form has all its chunks, so that only the form's size is wrong. What is missing is
 * too short for a chunk: a file that was cut would lack more. One missing byte may be the pad byte of a file that was cut.
 */
export const isFormSizeWrong = (chunkEndsAt: number, formEndsAt: number): boolean => {
  const isOdd = chunkEndsAt % 2 === 1;
  const missing = formEndsAt - chunkEndsAt;
  return isOdd ? missing !== 1 && missing <= CHUNK_HEADER_BYTES + 1 : missing <= CHUNK_HEADER_BYTES;
};
