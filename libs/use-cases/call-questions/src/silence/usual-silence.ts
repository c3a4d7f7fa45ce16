const HOURS_OF_A_WEEK = 168;

/** Earlier weeks that show what is usual, and the fewest that do. A younger group is never called silent. */
const WEEKS = 4;
const MIN_WEEKS = 2;

/** From so many weeks on, the quietest one is left out: a holiday is in it. */
const WEEKS_WITH_A_HOLIDAY = 3;

/** Silence is unusual if at least so many calls usually come in the same time, in at least so many of its hours. */
const MIN_CALLS = 10;
const MIN_BUSY_HOURS = 2;

/** Hours of calls that `measureSilence` can use: silence of up to a month, and the weeks before it. */
export const HISTORY_HOURS = 9 * HOURS_OF_A_WEEK;

/** How long a group has been silent, and the shortest silence that is unusual at this hour of the week. */
export type Silence = { readonly silentHours: number; readonly usualHours: number };

/**
 * Compares the silence of a group with the same hours of the weeks before it.
 *
 * @param calls of each hour, the last closed hour first.
 * @returns undefined if too little is known: no call, too few weeks, or too few calls in a week.
 */
export const measureSilence = (calls: readonly number[]): Silence | undefined => {
  const silentHours = calls.findIndex((count) => count > 0);
  if (silentHours < 0) return undefined;
  const usualHours = usualGap(calls, silentHours);
  return usualHours === undefined ? undefined : { silentHours, usualHours };
};

/** Weeks that are wholly silent show nothing: the weeks before the silence do. */
const usualGap = (calls: readonly number[], silentHours: number): number | undefined => {
  const oldest = calls.findLastIndex((count) => count > 0);
  const first = Math.max(1, Math.ceil(silentHours / HOURS_OF_A_WEEK));
  const gaps = Array.from({ length: WEEKS }, (_, n) => (first + n) * HOURS_OF_A_WEEK)
    .filter((begin) => begin <= oldest)
    .map((begin) => gapOfWeek(calls.slice(begin, begin + HOURS_OF_A_WEEK)))
    .sort((a, b) => a - b);
  if (gaps.length < MIN_WEEKS) return undefined;
  const usual = gaps.at(gaps.length >= WEEKS_WITH_A_HOLIDAY ? -2 : -1)!;
  return Number.isFinite(usual) ? usual : undefined;
};

/** The shortest time before an hour in which enough calls came. Infinite if a week has too few. */
const gapOfWeek = (calls: readonly number[]): number => {
  let sum = 0;
  let busyHours = 0;
  for (const [at, count] of calls.entries()) {
    sum += count;
    if (count > 0) busyHours += 1;
    if (sum >= MIN_CALLS && busyHours >= MIN_BUSY_HOURS) return at + 1;
  }
  return Number.POSITIVE_INFINITY;
};
