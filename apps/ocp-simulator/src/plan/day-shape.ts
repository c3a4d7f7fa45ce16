/** How much busier noon is than the average, from 0 (a flat day) to below 1. */
const SWING = 0.6;
/** Halvings of [0, 1] until the error is below a millisecond of a year. */
const HALVINGS = 36;

/**
 * The position in the day of the call that has the share `quantile` of all calls before it. Both are in [0, 1]. The day
 * is quiet at its ends and busiest in the middle.
 */
export const dayPositionOf = (quantile: number): number => {
  let low = 0;
  let high = 1;
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (low + high) / 2;
    if (shareBefore(middle) < quantile) low = middle;
    else high = middle;
  }
  return low;
};

const shareBefore = (position: number): number =>
  position - (SWING / (2 * Math.PI)) * Math.sin(2 * Math.PI * position);
