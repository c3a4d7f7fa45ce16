import { shifted, type Timestamp } from '@recordings/call-record';
import type { WaitingWindow } from '../planning/waiting-window.ts';
import { RECOVERY_SCHEMA_VERSION } from '../schema-version.ts';
import type { CallOutcomes } from './call-outcome.ts';
import type { WaitingReconciliation } from './reconciliation.ts';

const earliest = (a: Timestamp, b: Timestamp): Timestamp => (a < b ? a : b);
const latest = (a: Timestamp, b: Timestamp): Timestamp => (a > b ? a : b);

/** The window that waits for an export. It has at least one call, or is a sweep. */
export const makeWaitingWindow = ({
  reconciliationId,
  tenantId,
  groupId,
  priority,
  calls,
  createdAt,
  audioFormat,
  ...range
}: WaitingReconciliation): WaitingWindow => ({
  ...{ reconciliationId, tenantId, groupId, priority },
  ...(range.sweep ? spanOfSweep(range) : spanOfCalls(calls)),
  waitingSince: createdAt,
  ...(audioFormat !== undefined && { audioFormat }),
  schemaVersion: RECOVERY_SCHEMA_VERSION,
});

type Span = Pick<WaitingWindow, 'firstStart' | 'lastStart' | 'lastEnd' | 'isSweep'>;

/** All calls of the range, whichever instant OCP selects them by. Ranges are half-open. */
const spanOfSweep = ({ fromDate, toDate }: Pick<WaitingReconciliation, 'fromDate' | 'toDate'>): Span => {
  const last = shifted(toDate, -1);
  return { firstStart: fromDate, lastStart: last, lastEnd: last, isSweep: true };
};

const spanOfCalls = (calls: CallOutcomes): Span => {
  const all = Object.values(calls);
  // A call whose start is uncertain may have started at any time up to its end.
  const lastStarts = all.map(({ startedAt, endedAt, isUncertain }) =>
    isUncertain ? (endedAt ?? startedAt) : startedAt,
  );
  return {
    firstStart: all.map(({ startedAt }) => startedAt).reduce(earliest),
    lastStart: lastStarts.reduce(latest),
    lastEnd: all.map(({ startedAt, endedAt }) => endedAt ?? startedAt).reduce(latest),
  };
};
