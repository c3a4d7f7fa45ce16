import type { CallKey, CallRecord, ReconciliationId, Timestamp } from '@recordings/call-record';
import type { Reconciliation, ReconciliationRequest } from '@recordings/reconciliation';
import { PendingCall } from '@recordings/windowing';

/** The tables, the topic and the bucket that all executions of a test share. They survive a crash. */
export type Memory = {
  readonly records: Map<string, CallRecord>;
  readonly reconciliations: Map<ReconciliationId, Reconciliation>;
  claim: { readonly owner: string; readonly until: Timestamp } | undefined;
  /** Windows that were published, in order. */
  readonly published: ReconciliationRequest[];
  /** Calls of published windows whose record did not name the window when it was published. */
  readonly publishedUnqueued: string[];
  readonly replay: Map<string, ReconciliationRequest>;
  /** By id of the execution. */
  readonly journal: Map<string, Readonly<Record<string, unknown>>>;
};

export const makeMemory = (): Memory => ({
  records: new Map(),
  reconciliations: new Map(),
  claim: undefined,
  published: [],
  publishedUnqueued: [],
  replay: new Map(),
  journal: new Map(),
});

export const idOfCall = ({ tenantId, callId }: CallKey): string => `${tenantId}#${callId}`;

/** The items of one index shard, oldest first, with the attributes that the index projects. */
export const readShard = ({ records }: Memory, shard: string, until: Timestamp): Record<string, unknown>[] =>
  [...records.values()]
    .filter(
      ({ reconciliationShard, callTimestamp }) => reconciliationShard === shard && callTimestamp < until,
    )
    .sort((a, b) => (a.callTimestamp < b.callTimestamp ? -1 : 1))
    .map((record) =>
      Object.fromEntries(Object.entries(record).filter(([name]) => name in PendingCall.shape)),
    );

export const publish = (memory: Memory, request: ReconciliationRequest): void => {
  const { tenantId, calls, reconciliationId } = request.payload;
  for (const { callId } of calls) {
    const record = memory.records.get(idOfCall({ tenantId, callId }));
    const isQueued =
      record?.reconciliationStatus === 'queued' && record.reconciliationId === reconciliationId;
    if (!isQueued) memory.publishedUnqueued.push(callId);
  }
  memory.published.push(request);
};
