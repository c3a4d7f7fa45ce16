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
import { skipBadItem } from './skip-bad-item.ts';

export type QueueWindowsDeps = {
  readonly calls: { change<R>(key: CallKey, transition: Transition<R>): Promise<R> };
  readonly registry: Registry;
  readonly shardCount: number;
  readonly limits: { readonly maxAttempts: number; readonly audioFormat: string };
  readonly makeId: () => string;
  readonly log: Logger;
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
): Promise<ReconciliationRequest[]> => {
  const requests: ReconciliationRequest[] = [];
  for (const window of windows) {
    if (signal.aborted) break;
    const reconciliationId = deps.makeId() as ReconciliationId;
    const isQueued = await Promise.all(
      window.calls.map((call) => queue(deps, call, reconciliationId, batch.now)),
    );
    const calls = window.calls.filter((_, at) => isQueued[at]);
    if (calls.length === 0) {
      const { groupId, fromDate } = window;
      deps.log.warn({ event: 'window_empty', groupId, fromDate }, 'window left empty');
      continue;
    }
    requests.push(requestOf(deps, { ...window, calls }, reconciliationId, batch));
  }
  return requests;
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
  { calls, registry, shardCount, log }: QueueWindowsDeps,
  call: Found,
  reconciliationId: ReconciliationId,
  now: Timestamp,
): Promise<boolean> => {
  const context = { group: registry.findGroup(call.groupId), shardCount, now, by: 'pooler' };
  try {
    const result = await calls.change(call, queueCall(reconciliationId, call.staleReconciliationId, context));
    return result === 'queued';
  } catch (error) {
    skipBadItem(error, call.callId, log);
    return false;
  }
};
