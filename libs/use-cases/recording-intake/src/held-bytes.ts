import type { IntakeLimits } from './intake-deps.ts';

/**
 * Of a body whose length is unknown, such as an HTTP body in chunks. Most bodies say their length. 32 long ones at once must
 * not take 8 MiB each before they are staged.
 */
const MAX_UNDECLARED_BYTES = 1_048_576;

/** So many bytes of a recording are held in memory before it is staged. */
export const heldBytesOf = (
  expectedBytes: number | undefined,
  { maxHeldBytes }: Pick<IntakeLimits, 'maxHeldBytes'>,
): number => {
  if (expectedBytes === undefined) return Math.min(maxHeldBytes, MAX_UNDECLARED_BYTES);
  return expectedBytes > maxHeldBytes ? 0 : maxHeldBytes;
};

/**
 * The most bytes of a recording that are in memory at once: those that are held, and the part of a staged one that is sent.
 *
 * @param partBytes the size of the parts in which the store stages.
 */
export const mostHeldBytesOf = (
  expectedBytes: number | undefined,
  limits: Pick<IntakeLimits, 'maxHeldBytes'>,
  partBytes: number,
): number => {
  const heldBytes = heldBytesOf(expectedBytes, limits);
  const isStaged = expectedBytes === undefined || expectedBytes > heldBytes;
  return isStaged ? heldBytes + partBytes : expectedBytes;
};
