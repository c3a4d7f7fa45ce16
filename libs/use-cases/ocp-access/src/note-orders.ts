import { ordersInForce, type TrafficOrders } from '@recordings/reconciliation';
import type { OcpAccessDeps } from './ocp-access-deps.ts';

/** Makes the function that reports what people have ordered, at each change that this process sees. */
export const makeNoteOrders = ({
  note,
  host,
}: Pick<OcpAccessDeps, 'note' | 'host'>): ((seen: TrafficOrders | undefined, nowMs: number) => void) => {
  let reported = JSON.stringify(ordersInForce(undefined, 0));
  return (seen, nowMs) => {
    const orders = ordersInForce(seen, nowMs);
    const said = JSON.stringify(orders);
    if (said === reported) return;
    reported = said;
    note({ type: 'traffic_orders_changed', host, orders });
  };
};
