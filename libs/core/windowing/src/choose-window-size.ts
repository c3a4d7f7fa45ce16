/** How long windows are, in milliseconds. `minMs` and `maxMs` bound both the default and the dynamic size. */
export type WindowSizing = {
  /** Used if the size is not dynamic. */
  readonly defaultMs: number;
  /** Whether the size depends on the number of calls. */
  readonly isDynamic: boolean;
  readonly minMs: number;
  readonly maxMs: number;
};

const MINUTE_MS = 60_000;

/** Chooses the length of the windows of one execution (requirement documents, "dynamic window size selection"). */
export const chooseWindowSizeMs = (totalCalls: number, sizing: WindowSizing): number => {
  const wantedMs = sizing.isDynamic ? chooseDynamicMs(totalCalls) : sizing.defaultMs;
  return Math.min(Math.max(wantedMs, sizing.minMs), sizing.maxMs);
};

/** The more calls, the shorter. */
const chooseDynamicMs = (totalCalls: number): number => {
  if (totalCalls > 500) return MINUTE_MS;
  if (totalCalls > 100) return 5 * MINUTE_MS;
  return 10 * MINUTE_MS;
};
