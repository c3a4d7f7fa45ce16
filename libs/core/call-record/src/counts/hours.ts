import { shifted, type Timestamp } from '../timestamp.ts';

export const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** An hour is closed so long after its end. Until then pushes of its calls arrive and change its counts all the time. */
const CLOSED_AFTER_MS = 7_200_000;

/**
 * A change that is read so long after the end of its hour marks the hour. That is half an hour before the hour is closed,
 * because the clocks of the archiver and of the pooler differ.
 */
const MARKED_AFTER_MS = CLOSED_AFTER_MS - 30 * MINUTE_MS;

/** The beginning of the hour that a time is in, in UTC. */
export const hourOf = (time: Timestamp): Timestamp => `${time.slice(0, 'YYYY-MM-DDThh'.length)}:00:00.000Z`;

/** The end of the last closed hour: every hour that ends by then is closed. */
export const closedUntil = (now: Timestamp): Timestamp => hourOf(shifted(now, -CLOSED_AFTER_MS));

/** Whether a change of a call of this hour must mark it. The first count of a younger hour sees the change anyway. */
export const isMarkNeeded = (hour: Timestamp, now: Timestamp): boolean =>
  shifted(hour, HOUR_MS + MARKED_AFTER_MS) <= now;
