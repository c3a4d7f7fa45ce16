import { isRecorded, type PlannedCall, type RecordedCall } from '../plan/planned-call.ts';
import type { TimeRange } from './admit-range.ts';

/** The calls of a group that start in the half-open range and that OCP can export: it has a call when it has ended. */
export const selectCalls = (
  calls: readonly PlannedCall[],
  groupName: string,
  { from, to }: TimeRange,
  now: number,
): PlannedCall[] =>
  calls.filter(
    ({ group, startedAt, endedAt }) =>
      group.name === groupName && startedAt >= from && startedAt < to && endedAt <= now,
  );

/** Those of them that have a recording. */
export const selectRecordings = (...selection: Parameters<typeof selectCalls>): RecordedCall[] =>
  selectCalls(...selection).filter(isRecorded);
