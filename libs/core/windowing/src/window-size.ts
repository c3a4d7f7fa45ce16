export type WindowSizing = {
  readonly defaultMs: number;
  readonly isDynamic: boolean;
  readonly minMs: number;
  readonly maxMs: number;
};

const MINUTE_MS = 60_000;

/**
 * The span of a run's windows: 1 min for more than 500 calls, 5 min for more than 100, else 10 min, within the
 * bounds (requirement documents, "dynamic window size selection").
 */
export const windowSizeMs = (totalCalls: number, sizing: WindowSizing): number => {
  const wantedMs = sizing.isDynamic ? dynamicMs(totalCalls) : sizing.defaultMs;
  return Math.min(Math.max(wantedMs, sizing.minMs), sizing.maxMs);
};

const dynamicMs = (totalCalls: number): number => {
  if (totalCalls > 500) return MINUTE_MS;
  if (totalCalls > 100) return 5 * MINUTE_MS;
  return 10 * MINUTE_MS;
};
