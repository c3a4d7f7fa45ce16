import { inTextOrder } from './text-order.ts';
import type { WindowCall } from './window-call.ts';

/** Sorts by tenant and group, then by time; ties by call id, so that a run is the same whatever order it read. */
export const sortCalls = <C extends WindowCall>(calls: readonly C[]): C[] =>
  [...calls].sort(
    (a, b) =>
      inTextOrder(a.tenantId, b.tenantId) ||
      inTextOrder(a.groupId, b.groupId) ||
      inTextOrder(a.callTimestamp, b.callTimestamp) ||
      inTextOrder(a.callId, b.callId),
  );
