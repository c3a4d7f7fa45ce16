import type { CallId, ExportConstraints, Timestamp } from '@recordings/call-record';
import { coversCall } from '../planning/covers-call.ts';

/** When a call took place. `endedAt` is absent if no event of its end came. */
export type CallTime = { readonly startedAt: Timestamp; readonly endedAt?: Timestamp };

/** The calls that a job over this range certainly selected, and that OCP still keeps. */
export const listCoveredCalls = (
  range: { readonly fromDate: Timestamp; readonly toDate: Timestamp },
  calls: ReadonlyMap<CallId, CallTime>,
  constraints: ExportConstraints,
  keptSince: Timestamp,
): ReadonlySet<CallId> => {
  const isEndNeeded = constraints.selectsBy !== 'start';
  const isCovered = (call: CallTime): boolean =>
    call.startedAt >= keptSince &&
    (call.endedAt !== undefined || !isEndNeeded) &&
    coversCall(range, call, constraints);
  return new Set([...calls].filter(([, call]) => isCovered(call)).map(([callId]) => callId));
};
