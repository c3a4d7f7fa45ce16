import { type GroupId, shifted, type TenantId, type Timestamp } from '@recordings/call-record';
import { sortCalls } from './sort-calls.ts';
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
  const sorted = sortCalls(calls);
  return splitByGroup(sorted).flatMap((group) => planGroup(sorted, group, limits));
};

/** Places in the sorted calls, `[from, to)`. No arrays of their own: there may be a million calls. */
type Places = { readonly from: number; readonly to: number };

/** Splits sorted calls where the tenant or the group changes. */
const splitByGroup = (sorted: readonly WindowCall[]): Places[] => {
  const groups: Places[] = [];
  for (let from = 0; from < sorted.length; from = groups.at(-1)!.to) {
    groups.push({ from, to: findGroupEnd(sorted, from) });
  }
  return groups;
};

/** By halves, because groups are long. @returns the place after the last call of the group that begins at `from`. */
const findGroupEnd = (sorted: readonly WindowCall[], from: number): number => {
  const { tenantId, groupId } = sorted[from]!;
  let [inside, outside] = [from, sorted.length];
  while (outside - inside > 1) {
    const middle = (inside + outside) >>> 1;
    const call = sorted[middle]!;
    if (call.tenantId === tenantId && call.groupId === groupId) inside = middle;
    else outside = middle;
  }
  return outside;
};

/** The calls of one window, which would be closed at `until` if no other window followed. */
type Chunk = Places & { readonly until: Timestamp };

const planGroup = <C extends WindowCall>(
  sorted: readonly C[],
  group: Places,
  limits: WindowLimits,
): Window<C>[] => {
  const chunks = splitIntoChunks(sorted, group, limits);
  return chunks.map(({ from, to, until }, index) => {
    const { tenantId, groupId, callTimestamp: fromDate } = sorted[from]!;
    const next = chunks[index + 1] && sorted[to]!.callTimestamp;
    return {
      tenantId,
      groupId,
      fromDate,
      toDate: endOf(fromDate, until, next),
      calls: sorted.slice(from, to),
      windowIndex: index + 1,
      totalWindows: chunks.length,
    };
  });
};

/** The windows of a group: its instants in order, as many as fit. Times have one format, so their texts compare as they do. */
const splitIntoChunks = (
  sorted: readonly WindowCall[],
  group: Places,
  { sizeMs, maxCalls }: WindowLimits,
): Chunk[] => {
  const chunks: Chunk[] = [];
  let openFrom = group.from;
  let openUntil: Timestamp | undefined;
  for (let from = group.from; from < group.to; ) {
    const { callTimestamp } = sorted[from]!;
    let to = from + 1;
    while (to < group.to && sorted[to]!.callTimestamp === callTimestamp) to += 1;
    if (openUntil === undefined || callTimestamp >= openUntil || to - openFrom > maxCalls) {
      if (openUntil !== undefined) chunks.push({ from: openFrom, to: from, until: openUntil });
      openUntil = shifted(callTimestamp, sizeMs);
      for (openFrom = from; to - openFrom > maxCalls; openFrom += maxCalls) {
        chunks.push({ from: openFrom, to: openFrom + maxCalls, until: openUntil });
      }
    }
    from = to;
  }
  if (openUntil !== undefined) chunks.push({ from: openFrom, to: group.to, until: openUntil });
  return chunks;
};

/** At the next window if that starts sooner; never at its own start. */
const endOf = (fromDate: Timestamp, until: Timestamp, next: Timestamp | undefined): Timestamp => {
  if (next === fromDate) return shifted(fromDate, 1);
  return next !== undefined && next < until ? next : until;
};

const assertPositiveInteger = (name: string, value: number): void => {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`${name} must be a positive integer, got ${value}`);
  }
};
