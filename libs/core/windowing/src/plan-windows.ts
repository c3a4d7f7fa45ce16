import { type GroupId, type TenantId, type Timestamp, timestampOf } from '@recordings/call-record';
import { type StartedCall, sortCalls } from './sort-calls.ts';
import type { WindowCall } from './window-call.ts';

/** A half-open time range `[fromDate, toDate)` of one group and the pending calls in it. */
export type Window<C extends WindowCall = WindowCall> = {
  readonly tenantId: TenantId;
  readonly groupId: GroupId;
  readonly fromDate: Timestamp;
  readonly toDate: Timestamp;
  readonly calls: readonly C[];
  /** Position among the windows of its group, from 1. */
  readonly windowIndex: number;
  readonly totalWindows: number;
};

/** Both are positive integers. */
export type WindowLimits = { readonly sizeMs: number; readonly maxCalls: number };

/**
 * Groups calls into the fewest windows that span at most `sizeMs` and hold at most `maxCalls`.
 *
 * A window starts at its first call. Windows are sorted by tenant, group and time. Those of one group do not overlap,
 * and each call is in exactly one. There is one exception: if more than `maxCalls` calls start in the same millisecond,
 * several windows cover that millisecond, because a message holds at most `maxCalls` calls.
 *
 * @throws {RangeError} if a limit is not a positive integer.
 */
export const planWindows = <C extends WindowCall>(calls: readonly C[], limits: WindowLimits): Window<C>[] => {
  assertPositiveInteger('sizeMs', limits.sizeMs);
  assertPositiveInteger('maxCalls', limits.maxCalls);
  return sortCalls(calls).flatMap((group) => planGroup(group, limits));
};

/** The calls of one window, as places `[from, to)` in those of its group. It ends at `untilMs` if no other window follows sooner. */
type Chunk = { readonly from: number; readonly to: number; readonly untilMs: number };

const planGroup = <C extends WindowCall>(
  group: readonly StartedCall<C>[],
  limits: WindowLimits,
): Window<C>[] => {
  const chunks = splitIntoChunks(group, limits);
  return chunks.map(({ from, to, untilMs }, index) => {
    const { startMs, call } = group[from]!;
    return {
      tenantId: call.tenantId,
      groupId: call.groupId,
      fromDate: call.callTimestamp,
      toDate: timestampOf(endOf(startMs, untilMs, group[to]?.startMs)),
      calls: group.slice(from, to).map((started) => started.call),
      windowIndex: index + 1,
      totalWindows: chunks.length,
    };
  });
};

/** The windows of a group: its instants in order, as many as fit. */
const splitIntoChunks = (group: readonly StartedCall[], { sizeMs, maxCalls }: WindowLimits): Chunk[] => {
  const chunks: Chunk[] = [];
  let openFrom = 0;
  let openUntilMs = -Infinity;
  for (let from = 0; from < group.length; ) {
    const { startMs } = group[from]!;
    let to = from + 1;
    while (group[to]?.startMs === startMs) to += 1;
    if (startMs >= openUntilMs || to - openFrom > maxCalls) {
      if (from > openFrom) chunks.push({ from: openFrom, to: from, untilMs: openUntilMs });
      openUntilMs = startMs + sizeMs;
      for (openFrom = from; to - openFrom > maxCalls; openFrom += maxCalls) {
        chunks.push({ from: openFrom, to: openFrom + maxCalls, untilMs: openUntilMs });
      }
    }
    from = to;
  }
  chunks.push({ from: openFrom, to: group.length, untilMs: openUntilMs });
  return chunks;
};

/** At the next window if that starts sooner; never at its own start. */
const endOf = (startMs: number, untilMs: number, nextMs = Infinity): number =>
  nextMs === startMs ? startMs + 1 : Math.min(nextMs, untilMs);

const assertPositiveInteger = (name: string, value: number): void => {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`${name} must be a positive integer, got ${value}`);
  }
};
