import type { HistoryEntry, QuarantinedObject } from './call-record.ts';
import { documentFieldsOf } from './document-fields.ts';
import { listQuarantined } from './list-quarantined.ts';

type Detail = HistoryEntry['detail'];

/** The last value of each field that the entries set. Quarantined objects are added up, until they are removed. */
export const joinDetails = (history: readonly HistoryEntry[]): Detail =>
  history.reduce<Detail>((earlier, { detail }) => {
    const joined = { ...earlier, ...detail };
    const [known, added] = [quarantinedIn(earlier), quarantinedIn(detail)];
    return known && added ? { ...joined, quarantined: listQuarantined(known, added) } : joined;
  }, {});

/** The record that a history adds up to, without `history`, `facts`, `updatedAt` and `revision`. */
export const replayHistory = (history: readonly HistoryEntry[]): Record<string, unknown> => {
  const fields = Object.entries(joinDetails(history)).filter(([, value]) => value !== null);
  const replayed: Record<string, unknown> = Object.fromEntries(fields);
  const repeated = Object.entries(documentFieldsOf(replayed)).filter(([, value]) => value !== undefined);
  return { ...replayed, ...Object.fromEntries(repeated) };
};

/** Null: the entry removes them, as a tombstone does. */
const quarantinedIn = (detail: Detail): QuarantinedObject[] | null | undefined =>
  detail['quarantined'] as QuarantinedObject[] | null | undefined;
