/** However long OCP asks us to wait, we look again after a minute. */
export const MAX_RETRY_AFTER_MS = 60_000;

/**
 * Reads a Retry-After header: seconds or an HTTP date.
 *
 * @returns milliseconds from `nowMs`, at most a minute; undefined if there is none or it cannot be read.
 */
export const retryAfterMs = (header: string | string[] | undefined, nowMs: number): number | undefined => {
  const text = (Array.isArray(header) ? header[0] : header)?.trim();
  if (text === undefined || text === '') return undefined;
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), MAX_RETRY_AFTER_MS);
};
