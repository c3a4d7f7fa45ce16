import { requestBudgetOf } from '@recordings/ocp-client';
import type { TrafficOrders } from '@recordings/reconciliation';
import { ConfigurationError } from '@recordings/service';
import type { Platform } from '../../platform.ts';

/**
 * The requests to the OCP host of this environment, and what people have ordered about them.
 *
 * @throws {ConfigurationError} without OCP_BASE_URL.
 */
export const openTraffic = ({ config, stores: { coordination } }: Platform) => {
  const { OCP_BASE_URL } = config;
  if (OCP_BASE_URL === undefined)
    throw new ConfigurationError('OCP_BASE_URL is not set; expected that of the workers');
  const { name: host, limit } = requestBudgetOf({ ...config, OCP_BASE_URL });
  return {
    host,
    /** Of the workers, if this environment is configured as they are. */
    limit,
    read: (): Promise<TrafficOrders | undefined> =>
      coordination.changeOrders(host, (orders) => ({ result: orders })),
    change: (nextOf: (orders: TrafficOrders) => TrafficOrders): Promise<void> =>
      coordination.changeOrders(host, (orders = {}) => ({ next: nextOf(orders), result: undefined })),
  };
};
