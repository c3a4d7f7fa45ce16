import {
  type CallChange,
  hourOf,
  isMarkNeeded,
  replayHistory,
  type TenantId,
  Timestamp,
} from '@recordings/call-record';
import type { StoredHistory } from './prepare-lines.ts';

/** An hour of a tenant whose calls are to be counted again, by its beginning. */
export type MarkedHour = { readonly tenantId: TenantId; readonly hour: Timestamp };

/**
 * The hours whose counts these changes may have changed, each once. Hours that are still open are left out: their first
 * count sees the changes.
 */
export const hoursToMark = (
  changes: readonly { readonly change: CallChange; readonly stored: StoredHistory }[],
  now: Timestamp,
): MarkedHour[] => {
  const marks = changes.flatMap(({ change: { tenantId, hours }, stored }) =>
    (hours ?? hoursOf(stored)).map((hour): MarkedHour => ({ tenantId, hour })),
  );
  const needed = marks.filter(({ hour }) => isMarkNeeded(hour, now));
  return [...new Map(needed.map((mark) => [`${mark.tenantId}#${mark.hour}`, mark])).values()];
};

/** A service from before announcements had hours sent it: the hour of the call is counted again to be sure. */
const hoursOf = (stored: StoredHistory): Timestamp[] => {
  if (stored.kind !== 'read') return [];
  const { data } = Timestamp.safeParse(replayHistory(stored.history)['callTimestamp']);
  return data === undefined ? [] : [hourOf(data)];
};
