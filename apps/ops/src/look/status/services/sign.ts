import type { Timestamp } from '@recordings/call-record';

/** The newest trace of a service in tables and buckets: it was at work at that time, or a little later. */
export type Sign = { readonly at: Timestamp; readonly what: string };

/** The newest sign that is not later than now. */
export const newestOf = (signs: readonly (Sign | undefined)[], now: Timestamp): Sign | undefined =>
  signs
    .filter((sign) => sign !== undefined)
    .filter(({ at }) => at <= now)
    .sort((a, b) => (a.at < b.at ? 1 : -1))[0];
