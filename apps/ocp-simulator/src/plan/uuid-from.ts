import { createHash } from 'node:crypto';

/** A UUID (version 4 in form) that is a pure function of the parts. */
export const uuidFrom = (...parts: readonly (string | number)[]): string => {
  const hex = createHash('sha256').update(parts.join('/')).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
};
