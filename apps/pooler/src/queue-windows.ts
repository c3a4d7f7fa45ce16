import {
  type CallKey,
  queueCall,
  type ReconciliationId,
  type Registry,
  type Timestamp,
  type Transition,
} from '@recordings/call-record';
import type { ReconciliationRequest } from '@recordings/reconciliation';
import type { Logger } from '@recordings/service';
import { buildRequest, type Window } from '@recordings/windowing';
import type { Found } from './consider-call.ts';
import type { PoolerMetrics } from './pooler-metrics.ts';
import { unlessBadItem } from './unless-bad-item.ts';

export type QueueWindowsDeps = {
  readonly calls: { change<R>(key: CallKey, transition: Transition<R>): Promise<R> };
  readonly registry: Registry;
  readonly shardCount: number;
  readonly limits: { readonly maxAttempts: number; readonly audioFormat: string };
  readonly makeId: () => string;
  readonly metrics: PoolerMetrics;
  readonly log: Logger;
};

export type Queued = {
  readonly requests: readonly ReconciliationRequest[];
  /** Calls that were skipped because they cannot be read or written. */
  readonly unreadable: number;
};

export type Batch = { readonly batchId: string; readonly now: Timestamp };

/**
 * Queues the calls of each window; a call that is no longer pending drops out, and so does a window left empty. An
 * abort leaves the windows that are not queued yet to the next execution.
 */
export const queueWindows = async (
  deps: QueueWindowsDeps,
  windows: readonly Window<Found>[],
  batch: Batch,
  signal: AbortSignal,
): Promise<Queued> => {
  const requests: ReconciliationRequest[] = [];
  let unreadable = 0;
  for (const window of windows) {
    if (signal.aborted) break;
    const reconciliationId = deps.makeId() as ReconciliationId;
    const results = await Promise.all(
      window.calls.map((call) => queue(deps, call, reconciliationId, batch.now)),
    );
    const calls = window.calls.filter((_, at) => results[at] === 'queued');
    unreadable += results.filter((result) => result === 'unreadable').length;
    if (calls.length === 0) {
      const { groupId, fromDate } = window;
      deps.log.warn({ event: 'window_empty', groupId, fromDate }, 'window left empty');
      continue;
    }
    requests.push(requestOf(deps, { ...window, calls }, reconciliationId, batch));
  }
  return { requests, unreadable };
};

export const requestOf = (
  { limits, makeId }: Pick<QueueWindowsDeps, 'limits' | 'makeId'>,
  window: Window<Found>,
  reconciliationId: ReconciliationId,
  { batchId, now }: Batch,
): ReconciliationRequest => {
  const { maxAttempts, audioFormat } = limits;
  return buildRequest(window, {
    eventId: makeId(),
    reconciliationId,
    batchId,
    now,
    maxAttempts,
    audioFormat,
  });
};

const queue = async (
  { calls, registry, shardCount, metrics, log }: QueueWindowsDeps,
  call: Found,
  reconciliationId: ReconciliationId,
  now: Timestamp,
): Promise<'queued' | 'not pending' | 'unreadable'> => {
  const { callId, staleReconciliationId } = call;
  const context = { group: registry.findGroup(call.groupId), shardCount, now, by: 'pooler' };
  const change = queueCall(reconciliationId, staleReconciliationId, context);
  const result = await unlessBadItem(() => calls.change(call, change), callId, log);
  if (result) return result.value;
  // The index could be read, so the call was counted in another class.
  metrics.pending.dec({ class: staleReconciliationId === undefined ? 'candidate' : 'maybe-stale' });
  metrics.pending.inc({ class: 'unreadable' });
  return 'unreadable';
};
