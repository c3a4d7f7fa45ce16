import { type Timestamp, timestampOf } from '@recordings/call-record';
import { breakerRulesOf, requestBudgetOf } from '@recordings/ocp-client';
import { type BudgetUse, budgetUseOf, ordersInForce, type TrafficOrders } from '@recordings/reconciliation';
import type { Config } from '../../../config.ts';
import type { Platform } from '../../../platform.ts';

/** How much of the budget of requests to OCP is used, and what people have ordered. */
export type RequestsToOcp = Omit<BudgetUse, 'lastDepartureMs' | 'pausedUntilMs' | 'breakerOpenUntilMs'> & {
  readonly host: string;
  readonly periodMs: number;
  readonly lastDepartureAt?: Timestamp;
  readonly pausedUntil?: Timestamp;
  readonly breakerOpenUntil?: Timestamp;
  readonly orders: TrafficOrders;
  /** Attributes of the item that cannot be read. Workers count them as absent. */
  readonly unreadable: readonly string[];
};

/** Reads the item that all workers share. It changes nothing. */
export const readRequests = async (
  config: Config & { readonly OCP_BASE_URL: string },
  { coordination }: Pick<Platform['stores'], 'coordination'>,
  nowMs: number,
): Promise<RequestsToOcp> => {
  const { name: host, limit } = requestBudgetOf(config);
  const { result: read } = await coordination.changeBudget(host, (item) => ({ result: item }));
  const use = budgetUseOf(read, limit, breakerRulesOf(config), nowMs);
  const { lastDepartureMs, pausedUntilMs, breakerOpenUntilMs, ...counts } = use;
  return {
    ...{ host, periodMs: limit.periodMs, ...counts },
    ...(lastDepartureMs !== undefined && { lastDepartureAt: timestampOf(lastDepartureMs) }),
    ...(pausedUntilMs !== undefined && { pausedUntil: timestampOf(pausedUntilMs) }),
    ...(breakerOpenUntilMs !== undefined && { breakerOpenUntil: timestampOf(breakerOpenUntilMs) }),
    orders: ordersInForce(read.orders, nowMs),
    unreadable: read.unreadable,
  };
};
