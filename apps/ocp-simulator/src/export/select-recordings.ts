import { isRecorded, type PlannedCall, type RecordedCall } from '../plan/planned-call.ts';
import type { TimeRange } from './admit-range.ts';

/** The calls of a group that start in the half-open range and whose recording exists: OCP has it when the call has ended. */
export const selectRecordings = (
  calls: readonly PlannedCall[],
  groupName: string,
  { from, to }: TimeRange,
  now: number,
): RecordedCall[] =>
  calls
    .filter(isRecorded)
    .filter(
      ({ group, startedAt, endedAt }) =>
        group.name === groupName && startedAt >= from && startedAt < to && endedAt <= now,
    );
