import { z } from 'zod';

/** The last departure of a claim, in epoch milliseconds, and the number of claims written since. */
export type BudgetClaim = { readonly lastMs: number; readonly age: number };

/** What all workers know of the requests to one OCP host. It is one item. */
export type RequestBudget = {
  /**
   * In the order in which they were written. A claim replaces earlier ones of the same time, so there is usually one.
   * Workers whose clocks differ too much keep one each.
   */
  readonly claims: readonly BudgetClaim[];
};

export const EMPTY_BUDGET: RequestBudget = { claims: [] };

/** No more than `maxRequests` in any `periodMs`, over all workers. */
export type BudgetLimit = {
  readonly maxRequests: number;
  readonly periodMs: number;
  /** How much closer than planned two requests may come: clocks of workers differ, and a request may leave late. */
  readonly slackMs: number;
};

const Claim = z.object({ lastMs: z.number(), age: z.number().int().nonnegative() });

export type ReadBudget = {
  readonly budget: RequestBudget;
  /** Attributes that could not be read. They count as absent. */
  readonly unreadable: readonly string[];
};

/**
 * Reads the item, whatever is in it: an item that cannot be read must not stop all requests. Attributes of a newer
 * version are not read. A version that gives one of these attributes another meaning must use another item.
 */
export const readBudget = (item: unknown): ReadBudget => {
  const attributes = (typeof item === 'object' ? item : undefined) ?? {};
  const { claims = [] } = attributes as { claims?: unknown };
  const read = z.array(z.unknown()).catch([undefined]).parse(claims);
  const parsed = read.map((claim) => Claim.safeParse(claim));
  return {
    budget: { claims: parsed.flatMap(({ data }) => data ?? []) },
    unreadable: parsed.every(({ success }) => success) ? [] : ['claims'],
  };
};
