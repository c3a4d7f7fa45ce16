import {
  FinalCall,
  type RederivationCounts,
  type RederivationJob,
  rederiveCall,
  type Timestamp,
} from '@recordings/call-record';
import { changeContextOf } from '../change-context.ts';
import { isBadItem } from '../skip-bad-item.ts';
import type { RederivationDeps } from './rederivation-deps.ts';

export type FinalCallResult = {
  readonly result: keyof RederivationCounts;
  /** Undefined if the item cannot be read. */
  readonly callTimestamp?: Timestamp;
};

/** Derives one call of the index again. Reports and skips a call whose item cannot be read or written. */
export const rederiveFinalCall = async (
  deps: RederivationDeps,
  { tenantId, groupId }: RederivationJob,
  item: Record<string, unknown>,
): Promise<FinalCallResult> => {
  const { data: call, error } = FinalCall.safeParse(item);
  if (!call) {
    deps.note({
      type: 'final_call_unreadable',
      callId: item['callId'],
      reason: error.message,
    });
    return { result: 'unreadable' };
  }
  const { callId, callTimestamp } = call;
  const context = changeContextOf(deps, { tenantId, groupId }, deps.now());
  try {
    const key = { tenantId, callId };
    const result = await deps.calls.change(key, rederiveCall(deps.policy.expiryMarginMs, context));
    if (result === 'expected') deps.note({ type: 'call_rederived', ...key, was: 'explained' });
    if (result === 'reopened') deps.note({ type: 'call_rederived', ...key, was: 'given_up' });
    return { result, callTimestamp };
  } catch (err) {
    if (!isBadItem(err)) throw err;
    deps.note({ type: 'final_call_unreadable', callId, reason: err.message });
    return { result: 'unreadable', callTimestamp };
  }
};
