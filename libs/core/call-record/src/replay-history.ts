import type { HistoryEntry, QuarantinedObject } from './call-record.ts';
import { listedQuarantined } from './listed-quarantined.ts';

type Detail = HistoryEntry['detail'];

/** What changes, one after the other, add up to: the last value of each field. Quarantined objects are added, not set. */
export const joinedDetails = (history: readonly HistoryEntry[]): Detail =>
  history.reduce<Detail>((earlier, { detail }) => {
    const joined = { ...earlier, ...detail };
    if (earlier['quarantined'] === undefined || detail['quarantined'] === undefined) return joined;
    return { ...joined, quarantined: listedQuarantined(listIn(earlier), listIn(detail)) };
  }, {});

/** The record that a history tells, but for `history`, `facts`, `updatedAt` and `revision`. */
export const replayHistory = (history: readonly HistoryEntry[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(joinedDetails(history)).filter(([, value]) => value !== null));

const listIn = (detail: Detail): QuarantinedObject[] => detail['quarantined'] as QuarantinedObject[];
