import { queueCall, type ReconciliationId, type Timestamp } from '@recordings/call-record';
import type { ReconciliationRequest } from '@recordings/reconciliation';
import { type Batch, buildWindowRequest, type TakenWindow } from './build-window-request.ts';
import { changeContextOf } from './change-context.ts';
import type { FreeCall } from './consider-call.ts';
import type { MissingCallsDeps, ReadCall } from './missing-calls-deps.ts';
import { numberWindows } from './number-windows.ts';
import { skipBadItem } from './skip-bad-item.ts';

type QueueDeps = Pick<MissingCallsDeps, 'calls' | 'registry' | 'shardCount' | 'policy' | 'makeId' | 'note'>;

export type QueuedWindows = {
  readonly requests: readonly ReconciliationRequest[];
  /** Calls that were skipped because they cannot be read or written. */
  readonly unreadable: number;
};

/**
 * Queues the calls of each window: one read of all of them, then one conditional write of each. A call that is no longer
 * pending leaves its window, and an empty window is dropped.
 * After an abort the remaining windows are left to the next execution.
 */
export const queueWindows = async (
  deps: QueueDeps,
  windows: readonly TakenWindow[],
  batch: Batch,
  signal: AbortSignal,
): Promise<QueuedWindows> => {
  const requests: ReconciliationRequest[] = [];
  let unreadable = 0;
  for (const window of windows) {
    if (signal.aborted) break;
    const reconciliationId = deps.makeId() as ReconciliationId;
    // If this read fails, each call is read on its own.
    const read = await deps.calls.getAll(window.calls).catch(() => []);
    const results = await Promise.all(
      window.calls.map((call, at) => queueOne(deps, { call, read: read[at] }, reconciliationId, batch.now)),
    );
    const calls = window.calls.filter((_, at) => results[at] === 'queued');
    unreadable += results.filter((result) => result === 'unreadable').length;
    if (calls.length === 0) {
      deps.note({ type: 'window_empty', groupId: window.groupId, fromDate: window.fromDate });
      continue;
    }
    requests.push(buildWindowRequest(deps, { ...window, calls }, reconciliationId, batch));
  }
  return { requests: numberWindows(requests), unreadable };
};

const queueOne = async (
  deps: QueueDeps,
  { call, read }: { readonly call: FreeCall; readonly read: ReadCall | undefined },
  reconciliationId: ReconciliationId,
  now: Timestamp,
): Promise<'queued' | 'not pending' | 'unreadable'> => {
  const { callId, isStale, staleReconciliationId } = call;
  const transition = queueCall(reconciliationId, staleReconciliationId, changeContextOf(deps, call, now));
  const result = await skipBadItem(deps, callId, () => deps.calls.change(call, transition, read));
  if (result) return result.value;
  const from = isStale ? 'maybe-stale' : 'candidate';
  deps.note({ type: 'call_reclassified', from, to: 'unreadable' });
  return 'unreadable';
};
