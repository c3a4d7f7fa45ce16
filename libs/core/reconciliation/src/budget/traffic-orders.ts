import { keepUnknownFields } from '@recordings/call-record';
import { z } from 'zod';
import type { BudgetLimit } from './request-budget.ts';

/** An order ends by itself at `untilMs`. Times are epoch milliseconds. */
const order = { by: z.string(), reason: z.string(), sinceMs: z.number(), untilMs: z.number() };

const TrafficPause = keepUnknownFields(
  z.object({
    ...order,
    /** The OCP group whose requests wait. Absent: all requests to the host do. */
    group: z.string().optional(),
  }),
);
export type TrafficPause = z.infer<typeof TrafficPause>;

const TrafficLimit = keepUnknownFields(
  z.object({
    ...order,
    maxRequests: z.number().int().min(1).max(1_000_000),
    /** The second person. Without one an order never raises the limit. */
    approvedBy: z.string().optional(),
  }),
);
type TrafficLimit = z.infer<typeof TrafficLimit>;

/** What people have ordered about the requests to an OCP host. It is part of the item of its budget. */
export const TrafficOrders = keepUnknownFields(
  z.object({
    /** At most one of a group, and one of the host. */
    pauses: z.array(TrafficPause).optional(),
    /** Another number of requests in a period than the workers are configured for. */
    limit: TrafficLimit.optional(),
  }),
);
export type TrafficOrders = z.infer<typeof TrafficOrders>;

/** The longest order. OCP deletes recordings meanwhile, so a person must give a longer one again. */
export const MAX_ORDER_MS = 86_400_000;
/** How far ahead the clock of the person's machine may be. */
const CLOCK_SLACK_MS = 60_000;

/** An order that ends later than any can is ignored until it could: a clock was wrong. */
const isInForce = ({ untilMs }: { readonly untilMs: number }, nowMs: number): boolean =>
  untilMs > nowMs && untilMs <= nowMs + MAX_ORDER_MS + CLOCK_SLACK_MS;

/** Without the orders that have ended, or that are ignored. */
export const ordersInForce = (orders: TrafficOrders | undefined, nowMs: number): TrafficOrders => {
  const { limit, pauses = [], ...rest } = orders ?? {};
  return {
    ...rest,
    pauses: pauses.filter((pause) => isInForce(pause, nowMs)),
    ...(limit && isInForce(limit, nowMs) && { limit }),
  };
};

/** The pause of a request of this group: of the two that may cover it, the one that ends last. */
export const pauseOf = (
  orders: TrafficOrders | undefined,
  group: string,
  nowMs: number,
): TrafficPause | undefined =>
  orders?.pauses
    ?.filter((pause) => (pause.group ?? group) === group && isInForce(pause, nowMs))
    .sort((a, b) => b.untilMs - a.untilMs)[0];

/** The limit of the workers, or the lower one that a person ordered, or the higher one that two people ordered. */
export const limitOrdered = (
  limit: BudgetLimit,
  orders: TrafficOrders | undefined,
  nowMs: number,
): BudgetLimit => {
  const ordered = orders?.limit;
  if (!ordered || !isInForce(ordered, nowMs)) return limit;
  const most = ordered.approvedBy === undefined ? limit.maxRequests : ordered.maxRequests;
  return { ...limit, maxRequests: Math.min(most, ordered.maxRequests) };
};

/** Replaces the pause of the same group, or of the host. */
export const withPause = (orders: TrafficOrders, pause: TrafficPause): TrafficOrders => ({
  ...orders,
  pauses: [...(orders.pauses ?? []).filter(({ group }) => group !== pause.group), pause],
});

/** Ends the pause of a group. @param group undefined: every pause ends. */
export const withoutPause = (orders: TrafficOrders, group: string | undefined): TrafficOrders => ({
  ...orders,
  pauses: group === undefined ? [] : (orders.pauses ?? []).filter((pause) => pause.group !== group),
});

/** @param limit undefined: the limit of the workers counts again. */
export const withLimit = (
  { limit: _, ...orders }: TrafficOrders,
  limit: TrafficLimit | undefined,
): TrafficOrders => ({ ...orders, ...(limit && { limit }) });
