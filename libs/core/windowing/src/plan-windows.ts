import { epochMsOf, type GroupId, type TenantId, type Timestamp, timestampOf } from '@recordings/call-record';
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
  return splitByGroup(sortCalls(calls)).flatMap((group) => planGroup(group, limits));
};

/** Splits sorted calls where the tenant or the group changes. */
const splitByGroup = <C extends WindowCall>(sorted: readonly C[]): C[][] => {
  const groups: C[][] = [];
  for (const call of sorted) {
    const open = groups.at(-1);
    const isSame = open?.[0]?.tenantId === call.tenantId && open[0].groupId === call.groupId;
    if (isSame) open.push(call);
    else groups.push([call]);
  }
  return groups;
};

const planGroup = <C extends WindowCall>(group: readonly C[], limits: WindowLimits): Window<C>[] => {
  const chunks: C[][] = [];
  for (const instant of splitByInstant(group)) {
    const open = chunks.at(-1);
    if (open && fits(open, instant, limits)) open.push(...instant);
    else chunks.push(...splitIntoPieces(instant, limits.maxCalls));
  }
  return chunks.map((chunk, index) => {
    const fromMs = epochMsOf(chunk[0]!.callTimestamp);
    const next = chunks[index + 1]?.[0];
    const nextMs = next === undefined ? Infinity : epochMsOf(next.callTimestamp);
    const toMs = Math.max(Math.min(fromMs + limits.sizeMs, nextMs), fromMs + 1);
    return {
      tenantId: chunk[0]!.tenantId,
      groupId: chunk[0]!.groupId,
      fromDate: timestampOf(fromMs),
      toDate: timestampOf(toMs),
      calls: chunk,
      windowIndex: index + 1,
      totalWindows: chunks.length,
    };
  });
};

const fits = (open: readonly WindowCall[], instant: readonly WindowCall[], limits: WindowLimits): boolean =>
  epochMsOf(instant[0]!.callTimestamp) - epochMsOf(open[0]!.callTimestamp) < limits.sizeMs &&
  open.length + instant.length <= limits.maxCalls;

/** Splits sorted calls where the start changes, to the millisecond. */
const splitByInstant = <C extends WindowCall>(sorted: readonly C[]): C[][] => {
  const instants: C[][] = [];
  for (const call of sorted) {
    const open = instants.at(-1);
    if (open?.[0]?.callTimestamp === call.callTimestamp) open.push(call);
    else instants.push([call]);
  }
  return instants;
};

const splitIntoPieces = <C>(items: readonly C[], size: number): C[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));

const assertPositiveInteger = (name: string, value: number): void => {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`${name} must be a positive integer, got ${value}`);
  }
};
