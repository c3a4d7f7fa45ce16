import type { AudioVerdict } from './verdict.ts';

export type AudioProbe = {
  /** Reads the next bytes, split anywhere. Keeps no reference to the chunk, so its memory may be used again. */
  write(chunk: Uint8Array): void;
  /** The verdict on all the bytes. Call once, after the last chunk. */
  end(): AudioVerdict;
};
