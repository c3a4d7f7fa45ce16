import { wavOf } from '@recordings/test-kit';

/** Two seconds. */
export const recording = wavOf(32_044);
/** As long as `recording`, of another content. */
export const another = wavOf(32_044, 2);
/** Staged in S3 while it comes, with `MAX_HELD_BYTES` 65536. */
export const large = wavOf(400_044);
/** More than is held in memory, so it is staged. Its header promises more than there is. */
export const largeDamaged = large.subarray(0, 300_044);
/** Its header promises twice as much as there is. */
export const damaged = recording.subarray(0, 16_044);
