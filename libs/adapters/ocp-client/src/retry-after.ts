/** A longer wait that OCP asks for counts as a minute. */
export const MAX_RETRY_AFTER_MS = 60_000;

/**
 * Reads a Retry-After header: seconds or an HTTP date.
 *
 * @param nowMs epoch milliseconds.
 * @returns milliseconds from `nowMs`, 0 to 60,000; undefined if the header is missing or unreadable.
 */
export const retryAfterMs = (header: string | string[] | undefined, nowMs: number): number | undefined => {
  const text = ((Array.isArray(header) ? header[0] : header) ?? '').trim();
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), MAX_RETRY_AFTER_MS);
};
