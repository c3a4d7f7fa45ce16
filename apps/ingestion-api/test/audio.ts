import { readFileSync } from 'node:fs';

const folder = new URL('../../../fixtures/audio/', import.meta.url);

export const audio = (path: string): Buffer => readFileSync(new URL(path, folder));

/** With `MAX_HELD_BYTES` 65536 the first is held in memory and the second staged. */
export const small = audio('calls/es-pcm8-8k-mono.wav');
export const large = audio('calls/en-pcm16-8k-mono.wav');
