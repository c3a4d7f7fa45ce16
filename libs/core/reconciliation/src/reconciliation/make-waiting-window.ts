import type { Timestamp } from '@recordings/call-record';
import type { WaitingWindow } from '../planning/waiting-window.ts';
import { RECOVERY_SCHEMA_VERSION } from '../schema-version.ts';
import type { WaitingReconciliation } from './reconciliation.ts';

const earliest = (a: Timestamp, b: Timestamp): Timestamp => (a < b ? a : b);
const latest = (a: Timestamp, b: Timestamp): Timestamp => (a > b ? a : b);

/** The window that waits for an export of the calls. There is at least one call. */
export const makeWaitingWindow = ({
  reconciliationId,
  tenantId,
  groupId,
  priority,
  calls,
  createdAt,
  audioFormat,
}: WaitingReconciliation): WaitingWindow => {
  const all = Object.values(calls);
  // A call whose start is uncertain may have started at any time up to its end.
  const lastStarts = all.map(({ startedAt, endedAt, isUncertain }) =>
    isUncertain ? (endedAt ?? startedAt) : startedAt,
  );
  return {
    reconciliationId,
    tenantId,
    groupId,
    priority,
    firstStart: all.map(({ startedAt }) => startedAt).reduce(earliest),
    lastStart: lastStarts.reduce(latest),
    lastEnd: all.map(({ startedAt, endedAt }) => endedAt ?? startedAt).reduce(latest),
    waitingSince: createdAt,
    ...(audioFormat !== undefined && { audioFormat }),
    schemaVersion: RECOVERY_SCHEMA_VERSION,
  };
};
