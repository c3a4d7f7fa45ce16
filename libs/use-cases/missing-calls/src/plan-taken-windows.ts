import { type ExportConstraints, epochMsOf, type Timestamp } from '@recordings/call-record';
import { chooseWideSizeMs, chooseWindowSizeMs, planWindows, settledUntil } from '@recordings/windowing';
import type { TakenWindow } from './build-window-request.ts';
import type { FreeCall } from './consider-call.ts';
import type { MissingCallsDeps } from './missing-calls-deps.ts';

/**
 * Plans the windows of one execution. Their size is the one of the requirement documents. In a group whose windows share
 * export jobs anyway, windows over time that OCP's list is complete for are wider. A window with later calls waits for
 * them, so those calls have windows of their own.
 *
 * After a fault the windows of a group are not wider: a call may make each job fail, and it would take its whole window
 * with it. A job that fails is followed by one for half of its windows.
 */
export const planTakenWindows = (
  { policy, registry }: Pick<MissingCallsDeps, 'policy' | 'registry'>,
  taken: readonly FreeCall[],
  now: Timestamp,
): TakenWindow[] => {
  const sizeMs = chooseWindowSizeMs(taken.length, policy.sizing, { now, spanMs: spanMsOf(taken) });
  const maxCalls = Math.min(policy.maxCallsPerWindow, policy.sizing.maxCallsPerRequest ?? Infinity);
  const byGroup = Map.groupBy(taken, ({ tenantId, groupId }) => JSON.stringify([tenantId, groupId]));
  const inOrder = [...byGroup].sort(([a], [b]) => (a < b ? -1 : 1));
  return inOrder.flatMap(([, calls]) => {
    const { tenantId, groupId } = calls[0]!;
    const constraints = registry.findGroup(groupId, tenantId)?.exportConstraints;
    const wideMs = constraints && chooseWideSizeMs(constraints);
    if (!wideMs || wideMs <= sizeMs || calls.some(hasFailed)) return planWindows(calls, { sizeMs, maxCalls });
    const { settled, later } = splitBySettled(calls, constraints, now);
    return [
      ...planWindows(settled, { sizeMs: wideMs, maxCalls }),
      ...planWindows(later, { sizeMs, maxCalls }),
    ];
  });
};

/** From the first start to the last one. */
const spanMsOf = (calls: readonly FreeCall[]): number => {
  const starts = calls.map(({ callTimestamp }) => epochMsOf(callTimestamp));
  const last = starts.reduce((a, b) => Math.max(a, b), -Infinity);
  return starts.length === 0 ? 0 : last - starts.reduce((a, b) => Math.min(a, b), Infinity);
};

/** Whether the last ask ended by a fault. After an answer about it a call is `failed`; after new proof it is due at once. */
const hasFailed = ({ nextReconciliationAt, reconciliationStatus }: FreeCall): boolean =>
  nextReconciliationAt !== undefined && reconciliationStatus !== 'failed';

/** Splits at a start, so that the windows of both parts do not overlap. */
const splitBySettled = (calls: readonly FreeCall[], constraints: ExportConstraints, now: Timestamp) => {
  const untilMs = settledUntil(constraints, now);
  const endMsOf = (call: FreeCall): number => epochMsOf(call.callEndTimestamp ?? call.callTimestamp);
  const firstLater = calls
    .filter((call) => endMsOf(call) >= untilMs)
    .map(({ callTimestamp }) => callTimestamp)
    .reduce<Timestamp | undefined>(
      (first, at) => (first === undefined || at < first ? at : first),
      undefined,
    );
  const isLater = ({ callTimestamp }: FreeCall): boolean =>
    firstLater !== undefined && callTimestamp >= firstLater;
  return { settled: calls.filter((call) => !isLater(call)), later: calls.filter(isLater) };
};
