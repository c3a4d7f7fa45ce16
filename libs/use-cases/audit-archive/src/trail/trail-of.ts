import { type CallKey, HistoryEntry, type NumberedEntry, numberHistory } from '@recordings/call-record';
import { z } from 'zod';
import { parsed } from '../audit-line.ts';
import type { StoredHistory } from '../prepare-lines.ts';

/** One thing that happened to a call. */
export type TrailItem = {
  readonly at: string;
  readonly what: string;
  readonly by: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** Of a change of the record: the revision that it wrote. An event has none. */
  readonly revision?: number;
  /** Less than `revision` if only a summary of these changes is left. */
  readonly since?: number;
};

export type Trail = {
  readonly items: readonly TrailItem[];
  /** Lines of the archive that cannot be read. */
  readonly unreadableLines: number;
};

const EntryLine = z.object({
  tenantId: z.string(),
  callId: z.string(),
  revision: z.number().int(),
  since: z.number().int(),
  entry: HistoryEntry,
});
const EventLine = z.object({
  entryId: z.string(),
  archivedAt: z.string(),
  event: z.looseObject({
    tenantId: z.string(),
    callId: z.string(),
    eventType: z.string().optional(),
    timestamp: z.string().optional(),
  }),
});
const AnyLine = z.union([EntryLine, EventLine]);
type AnyLine = z.infer<typeof AnyLine>;

/**
 * Everything that is known of a call, in the order of time: lines of the archive and the record's own history. What both
 * have, or what was archived twice, is there once. A summary is left out if the archive has every entry that it replaced.
 */
export const trailOf = (key: CallKey, lines: readonly string[], stored: StoredHistory): Trail => {
  const read = lines.map((line) => AnyLine.safeParse(parsed(line)));
  const known = read.flatMap(({ data }) => (data && isOf(key, data) ? [data] : []));
  const changes = [
    ...known.flatMap((line) => ('entry' in line ? [line] : [])),
    ...(stored.kind === 'read' ? numberHistory(stored) : []),
  ];
  const events = new Map(known.flatMap((line) => ('event' in line ? [[line.entryId, line] as const] : [])));
  const items = [...uniqueChanges(changes).map(changeItem), ...[...events.values()].map(eventItem)];
  return {
    items: items.sort((a, b) => compare(a.at, b.at) || (a.revision ?? 0) - (b.revision ?? 0)),
    unreadableLines: read.filter(({ success }) => !success).length,
  };
};

const isOf = ({ tenantId, callId }: CallKey, line: AnyLine): boolean => {
  const of = 'event' in line ? line.event : line;
  return of.tenantId === tenantId && of.callId === callId;
};

const uniqueChanges = (changes: readonly NumberedEntry[]): NumberedEntry[] => {
  const singles = new Set(
    changes.filter(({ revision, since }) => revision === since).map((one) => one.revision),
  );
  const isReplaced = ({ revision, since }: NumberedEntry): boolean =>
    revision > since &&
    Array.from({ length: revision - since + 1 }, (_, n) => since + n).every((one) => singles.has(one));
  const byRange = new Map(changes.map((one) => [`${one.since}-${one.revision}`, one]));
  return [...byRange.values()].filter((one) => !isReplaced(one));
};

const changeItem = ({ revision, since, entry }: NumberedEntry): TrailItem => {
  const { at, what, by, detail } = entry;
  return { at, what, by, detail, revision, since };
};

const eventItem = ({ event, archivedAt }: z.infer<typeof EventLine>): TrailItem => {
  const { tenantId: _, callId: __, eventType = 'event', timestamp = archivedAt, ...detail } = event;
  return { at: timestamp, what: eventType, by: 'event', detail };
};

const compare = (a: string, b: string): number => Number(a > b) - Number(a < b);
