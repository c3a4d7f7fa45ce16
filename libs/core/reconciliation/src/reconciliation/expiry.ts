import { epochMsOf, type Timestamp } from '@recordings/call-record';

/** For audits. The requirement is 30 days. */
const KEPT_DAYS = 90;
const DAY_S = 86_400;

/** DynamoDB deletes an item after this second. It reads `expiresAtEpochS`. */
export const expiryAfter = (now: Timestamp): { readonly expiresAtEpochS: number; readonly TTL: number } => {
  const epochS = Math.floor(epochMsOf(now) / 1000) + KEPT_DAYS * DAY_S;
  return { expiresAtEpochS: epochS, TTL: epochS };
};
