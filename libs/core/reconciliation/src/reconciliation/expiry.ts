import { epochMsOf, type Timestamp } from '@recordings/call-record';

/** For audits. The requirement is 30 days. */
const KEPT_DAYS = 90;
const DAY_S = 86_400;

/** DynamoDB deletes the item after this second. */
export const expiryEpochS = (now: Timestamp): number => Math.floor(epochMsOf(now) / 1000) + KEPT_DAYS * DAY_S;
