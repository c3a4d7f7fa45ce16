import type { HistoryEntry, QuarantinedObject } from './call-record.ts';
import { listQuarantined } from './list-quarantined.ts';

type Detail = HistoryEntry['detail'];

/** The last value of each field that the entries set. Quarantined objects are added up. */
export const joinDetails = (history: readonly HistoryEntry[]): Detail =>
  history.reduce<Detail>((earlier, { detail }) => {
    const joined = { ...earlier, ...detail };
    if (earlier['quarantined'] === undefined || detail['quarantined'] === undefined) return joined;
    return { ...joined, quarantined: listQuarantined(quarantinedIn(earlier), quarantinedIn(detail)) };
  }, {});

/** The record that a history adds up to, without `history`, `facts`, `updatedAt` and `revision`. */
export const replayHistory = (history: readonly HistoryEntry[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(joinDetails(history)).filter(([, value]) => value !== null));

const quarantinedIn = (detail: Detail): QuarantinedObject[] => detail['quarantined'] as QuarantinedObject[];
