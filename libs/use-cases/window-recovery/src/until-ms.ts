import { epochMsOf, type Timestamp } from '@recordings/call-record';

/** Milliseconds from `now` until `instant`, never negative. */
export const untilMs = (instant: Timestamp, now: Timestamp): number =>
  Math.max(0, epochMsOf(instant) - epochMsOf(now));
