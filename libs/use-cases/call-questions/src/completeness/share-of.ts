import type { CallCounts } from '@recordings/call-record';
import { UNCONFIRMED } from './completeness.ts';

/** The stored share of the expected recordings. Explained calls are not expected to have one. */
export const shareOf = (
  { stored, pending, givenUp, unreadable }: CallCounts,
  isConfirmed: boolean,
): number | typeof UNCONFIRMED => {
  if (!isConfirmed) return UNCONFIRMED;
  const expected = stored + pending + givenUp + unreadable;
  return expected === 0 ? 100 : Math.floor((stored / expected) * 10_000) / 100;
};
