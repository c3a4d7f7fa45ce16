import { epochMsOf, Timestamp } from '@recordings/call-record';
import { z } from 'zod';

/** Work that one process has for itself until an instant. */
export const Claim = z.object({ owner: z.string(), until: Timestamp, revision: z.number().int() });
export type Claim = z.infer<typeof Claim>;

/** Who wants a claim. `until`: when it shall end. */
export type Claimant = { readonly owner: string; readonly now: Timestamp; readonly until: Timestamp };

/** Takes or renews a claim. @returns undefined if another owner holds it. */
export const takeClaim = (held: Claim | undefined, { owner, now, until }: Claimant): Claim | undefined => {
  if (held && held.owner !== owner && isValid(held, now, until)) return undefined;
  return { owner, until, revision: (held?.revision ?? 0) + 1 };
};

/** A claim that ends much later than one that is made now was made by a wrong clock, and blocks no other owner. */
const isValid = (held: Claim, now: Timestamp, until: Timestamp): boolean => {
  if (held.until <= now) return false;
  // A claim for no time only asks whether another owner holds it.
  const longestMs = until > now ? 2 * (epochMsOf(until) - epochMsOf(now)) : Number.POSITIVE_INFINITY;
  return epochMsOf(held.until) - epochMsOf(now) <= longestMs;
};

/** Ends a claim now. @returns undefined if `owner` does not hold it. */
export const releaseClaim = (held: Claim | undefined, owner: string, now: Timestamp): Claim | undefined =>
  held?.owner === owner ? { ...held, until: now, revision: held.revision + 1 } : undefined;
