import { compareText } from './compare-text.ts';
import type { WindowCall } from './window-call.ts';

/**
 * Sorts calls by tenant, group, time and call id. The call id makes the order the same in each execution, whatever order
 * the index was read in.
 */
export const sortCalls = <C extends WindowCall>(calls: readonly C[]): C[] =>
  [...calls].sort(
    (a, b) =>
      compareText(a.tenantId, b.tenantId) ||
      compareText(a.groupId, b.groupId) ||
      compareText(a.callTimestamp, b.callTimestamp) ||
      compareText(a.callId, b.callId),
  );
