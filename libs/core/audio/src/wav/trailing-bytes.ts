import { fourCharsAt, uint32LeAt } from '../byte-order.ts';
import type { ByteSink } from '../step-reader.ts';
import { isChunkId } from './chunk-id.ts';

/** What follows the form of a WAV file. */
export type TrailingBytes = {
  bytes: number;
  /** The first of them: they may be the header of a chunk. */
  readonly head: Uint8Array;
  /** Whether all of them are 0: then they hold no sound. */
  areZero: boolean;
};

const HEAD_BYTES = 8;
/** Chunks that hold samples. */
const SAMPLE_IDS = ['RIFF', 'RF64', 'BW64', 'data'];

export const makeTrailingBytes = (): TrailingBytes => ({
  bytes: 0,
  head: new Uint8Array(HEAD_BYTES),
  areZero: true,
});

export const addTrailing =
  (trailing: TrailingBytes): ByteSink =>
  (chunk, start, end) => {
    const headEnd = Math.min(end, start + HEAD_BYTES - trailing.bytes);
    if (headEnd > start) trailing.head.set(chunk.subarray(start, headEnd), trailing.bytes);
    for (let at = start; trailing.areZero && at < end; at += 1) trailing.areZero = chunk[at] === 0;
    trailing.bytes += end - start;
  };

/** How many of the bytes may be samples that the header does not count: zeros and a chunk with metadata are not. */
export const possibleSampleBytes = ({ bytes, head, areZero }: TrailingBytes): number => {
  if (areZero) return 0;
  const id = fourCharsAt(head, 0);
  const sizeBytes = uint32LeAt(head, 4);
  const chunkBytes = HEAD_BYTES + sizeBytes + (sizeBytes % 2);
  const isMetadata = isChunkId(id) && !SAMPLE_IDS.includes(id) && chunkBytes - 1 <= bytes;
  return isMetadata ? Math.max(0, bytes - chunkBytes) : bytes;
};
