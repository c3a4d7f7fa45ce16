import type { CallRecord } from '../call-record.ts';
import { listsOf } from '../call-summary.ts';
import type { Timestamp } from '../timestamp.ts';
import { hourOf } from './hours.ts';

/** The hours whose counts a change of a call changes: none, its hour, or two if its start moved to another hour. */
export const changedHours = (before: CallRecord | undefined, next: CallRecord): Timestamp[] => {
  const was = before && placeOf(before);
  const is = placeOf(next);
  if (was?.hour === is.hour && was.column === is.column) return [];
  return [...new Set([...(was ? [was.hour] : []), is.hour])];
};

/** The hour, and the column of its counts, that the call is counted in. */
const placeOf = (call: CallRecord): { readonly hour: Timestamp; readonly column: string } => ({
  hour: hourOf(call.callTimestamp),
  column: JSON.stringify([call.groupId, ...listsOf(call)]),
});
