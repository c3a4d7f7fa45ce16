import type { Timestamp } from '@recordings/call-record';
import { isInPartition, type TenantPartition } from './tenant-partition.ts';

/** The calls that an execution may take, change and report. A field that is absent limits nothing. */
export type ExecutionScope = {
  readonly tenantIds?: readonly string[];
  readonly groupIds?: readonly string[];
  readonly callIds?: readonly string[];
  /** Calls that started at this time or later. */
  readonly from?: Timestamp;
  /** Calls that started before this time. */
  readonly to?: Timestamp;
  readonly partition?: TenantPartition;
};

/** A call of the index, or an item of it that cannot be read. */
type IndexedCall = {
  readonly tenantId?: unknown;
  readonly groupId?: unknown;
  readonly callId?: unknown;
  readonly callTimestamp?: unknown;
};

/** Whether the scope contains the call. */
export const isInScope = (
  { tenantId, groupId, callId, callTimestamp }: IndexedCall,
  { tenantIds, groupIds, callIds, from, to, partition }: ExecutionScope,
): boolean =>
  isOneOf(tenantIds, tenantId) &&
  (partition === undefined || (typeof tenantId === 'string' && isInPartition(tenantId, partition))) &&
  isOneOf(groupIds, groupId) &&
  isOneOf(callIds, callId) &&
  (from === undefined || String(callTimestamp) >= from) &&
  (to === undefined || String(callTimestamp) < to);

const isOneOf = (ids: readonly string[] | undefined, id: unknown): boolean =>
  ids === undefined || ids.some((allowed) => allowed === id);
