import { z } from 'zod';
import { CLOSED_BREAKER, type DownloadBreakers, SharedBreaker } from '../breaker/shared-breaker.ts';
import { TrafficOrders } from './traffic-orders.ts';

/** The last departure of a claim, in epoch milliseconds, and the number of claims written since. */
export type BudgetClaim = { readonly lastMs: number; readonly age: number };

/** OCP asked us to slow down at `sinceMs`. From then on departures are `factor` times as far apart, less and less. */
export type Slowdown = { readonly sinceMs: number; readonly factor: number };

/** What all workers know of the requests to one OCP host. It is one item. Times are epoch milliseconds. */
export type RequestBudget = {
  /**
   * In the order in which they were written. A claim replaces earlier ones of the same time, so there is usually one.
   * Workers whose clocks differ too much keep one each.
   */
  readonly claims: readonly BudgetClaim[];
  /** The last departure of a download of each group that had one lately. */
  readonly turns: Readonly<Record<string, number>>;
  readonly slowdown?: Slowdown;
  /** OCP asked for no request before this time. */
  readonly pausedUntilMs?: number;
  readonly breaker: SharedBreaker;
  readonly downloads: DownloadBreakers;
};

export const EMPTY_BUDGET: RequestBudget = { claims: [], turns: {}, breaker: CLOSED_BREAKER, downloads: {} };

/** No more than `maxRequests` in any `periodMs`, over all workers. */
export type BudgetLimit = {
  readonly maxRequests: number;
  readonly periodMs: number;
  /** How much closer than planned two requests may come: clocks of workers differ, and a request may leave late. */
  readonly slackMs: number;
};

const Claim = z.object({ lastMs: z.number(), age: z.number().int().nonnegative() });
const Slowdown = z.object({ sinceMs: z.number(), factor: z.number() });

export type ReadBudget = {
  readonly budget: RequestBudget;
  /** A person gives them, and workers never write them. */
  readonly orders?: TrafficOrders;
  /** Attributes that could not be read. They count as absent. */
  readonly unreadable: readonly string[];
};

/**
 * Reads the item, whatever is in it: an item that cannot be read must not stop all requests. Attributes of a newer
 * version are not read. A version that gives one of these attributes another meaning must use another item.
 */
export const readBudget = (item: unknown): ReadBudget => {
  const attributes = ((typeof item === 'object' ? item : undefined) ?? {}) as Record<string, unknown>;
  const unreadable = new Set<string>();
  const read = <T>(name: string, schema: z.ZodType<T>, value = attributes[name]): T | undefined => {
    const { data, success } = schema.optional().safeParse(value);
    if (!success) unreadable.add(name);
    return data;
  };
  const claims = read('claims', z.array(z.unknown())) ?? [];
  const turns = Object.entries(read('turns', z.record(z.string(), z.unknown())) ?? {});
  const budget = {
    claims: claims.flatMap((claim) => read('claims', Claim, claim ?? null) ?? []),
    turns: Object.fromEntries(
      turns.flatMap(([group, lastMs]) => {
        const known = read('turns', z.number(), lastMs ?? null);
        return known === undefined ? [] : [[group, known]];
      }),
    ),
    slowdown: read('slowdown', Slowdown),
    pausedUntilMs: read('pausedUntilMs', z.number()),
    breaker: read('breaker', SharedBreaker) ?? CLOSED_BREAKER,
    downloads: Object.fromEntries(
      Object.entries(read('downloads', z.record(z.string(), z.unknown())) ?? {}).flatMap(([group, one]) => {
        const known = read('downloads', SharedBreaker, one ?? null);
        return known ? [[group, known]] : [];
      }),
    ),
  };
  const orders = read('orders', TrafficOrders);
  return { budget, ...(orders && { orders }), unreadable: [...unreadable] };
};
