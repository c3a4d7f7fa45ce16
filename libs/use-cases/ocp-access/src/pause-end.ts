/**
 * When a pause ends, in epoch milliseconds. The answer of AWS to the request that read or began it may have set the clock
 * back by hours: then the pause is only as long as it was by the clock that decided.
 */
export const pauseEnd = (untilMs: number, decidedMs: number, nowMs: number): number =>
  untilMs - Math.max(0, decidedMs - nowMs);
