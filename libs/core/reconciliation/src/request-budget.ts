import { z } from 'zod';

/** Requests granted, by slice of time. The key is the number of the slice since 1970. */
export const RequestBudget = z.object({ grants: z.record(z.string(), z.number().int()) });
export type RequestBudget = z.infer<typeof RequestBudget>;

/** No more than `maxRequests` in any `periodMs`, over all workers. */
export type BudgetLimit = { readonly maxRequests: number; readonly periodMs: number };

export type BudgetAnswer =
  | { readonly kind: 'granted'; readonly budget: RequestBudget }
  | { readonly kind: 'exhausted'; readonly retryAfterMs: number };

const SLICES = 12;

/** The workers' clocks may differ by this much, or a request may be sent this much after its permit. */
const CLOCK_SLACK_MS = 1_000;

/**
 * Asks for one request. Grants are counted in slices of a twelfth of the period. The slice now and those before it
 * that the period and the slack can reach together hold at most `maxRequests`, so no period holds more, wherever it
 * starts and whichever of two clocks counted.
 *
 * @param nowMs epoch milliseconds; a clock behind the newest slice counts as that slice.
 */
export const takePermit = (budget: RequestBudget, limit: BudgetLimit, nowMs: number): BudgetAnswer => {
  const sliceMs = Math.ceil(limit.periodMs / SLICES);
  const reach = SLICES + Math.ceil(CLOCK_SLACK_MS / sliceMs);
  const newest = Math.max(Math.floor(nowMs / sliceMs), ...Object.keys(budget.grants).map(Number));
  const recent = Object.entries(budget.grants).filter(([slice]) => Number(slice) >= newest - reach);
  const granted = recent.reduce((sum, [, count]) => sum + count, 0);
  if (granted < limit.maxRequests) {
    const grants = { ...Object.fromEntries(recent), [newest]: (budget.grants[newest] ?? 0) + 1 };
    return { kind: 'granted', budget: { grants } };
  }
  const oldest = Math.min(...recent.map(([slice]) => Number(slice)));
  return { kind: 'exhausted', retryAfterMs: Math.max(1, (oldest + reach + 1) * sliceMs - nowMs) };
};
