import { CallId, type HistoryEntry, TenantId, timestampOf } from '@recordings/call-record';
import { entryLineOf, eventLineOf } from '../audit-line.ts';
import type { StoredHistory } from '../prepare-lines.ts';
import { renderTrail } from './render-trail.ts';
import { trailOf } from './trail-of.ts';

const key = { tenantId: TenantId.parse('acme'), callId: CallId.parse('call-1') };
const other = { ...key, tenantId: TenantId.parse('bolt') };
const minute = (n: number) => timestampOf(Date.UTC(2026, 0, 15, 12, n));
const entryOf = (n: number, detail: HistoryEntry['detail'] = {}): HistoryEntry => ({
  at: minute(n),
  what: `write ${n}`,
  by: 'test',
  detail,
});
const condensed = (from: number, to: number): HistoryEntry => ({
  ...entryOf(to),
  what: `condensed from ${to - from + 1} entries since ${minute(from)}`,
  by: 'call-record',
});
const archived = (n: number, of = key): string =>
  entryLineOf(of, { revision: n, since: n, entry: entryOf(n) }, minute(50)).text;
const event = (n: number, of = key): string =>
  eventLineOf(
    {
      messageId: 'm',
      body: JSON.stringify({
        eventType: 'recording.stored',
        timestamp: minute(n),
        ...of,
        source: 'REALTIME',
      }),
    },
    minute(50),
  ).text;
const record = (revision: number, ...history: HistoryEntry[]): StoredHistory => ({
  kind: 'read',
  revision,
  history,
});
const absent: StoredHistory = { kind: 'absent' };
const whats = (lines: readonly string[], stored: StoredHistory): string[] =>
  trailOf(key, lines, stored).items.map(({ what }) => what);

describe('trailOf', () => {
  it('joins the archive and the record in the order of time, each change and event once', () => {
    const lines = [archived(2), event(0), archived(1), archived(2), event(0)];
    const stored = record(3, entryOf(1), entryOf(2), entryOf(3));
    expect(whats(lines, stored)).toEqual(['recording.stored', 'write 1', 'write 2', 'write 3']);
  });

  it('leaves out lines of another call with the same id', () => {
    expect(whats([archived(1), archived(2, other), event(3, other)], absent)).toEqual(['write 1']);
  });

  it('replaces a summary by the archived entries', () => {
    const stored = record(5, entryOf(1), condensed(2, 4), entryOf(5));
    expect(
      whats(
        [2, 3, 4].map((n) => archived(n)),
        stored,
      ),
    ).toEqual([1, 2, 3, 4, 5].map((n) => `write ${n}`));
  });

  it('keeps a summary if the archive lacks one of its entries', () => {
    const stored = record(5, entryOf(1), condensed(2, 4), entryOf(5));
    expect(whats([archived(2), archived(4)], stored)).toContain(condensed(2, 4).what);
  });

  it('gives the history of a record from before the archive', () => {
    expect(trailOf(key, [], record(2, entryOf(1), entryOf(2))).items).toMatchObject([
      { revision: 1 },
      { revision: 2 },
    ]);
  });

  it('counts lines that cannot be read and gives the others', () => {
    const trail = trailOf(key, ['{"cut', archived(1), '{}'], absent);
    expect(trail).toMatchObject({ unreadableLines: 2, items: [{ what: 'write 1' }] });
  });
});

describe('renderTrail', () => {
  it('tells each change and event in words', () => {
    const stored = record(3, entryOf(1, { callStatus: 'ENDED', outcome: null }), condensed(2, 3));
    expect(renderTrail(key, trailOf(key, [event(9), '{"cut'], stored))).toBe(
      [
        'Call call-1 of tenant acme: 2 changes, 1 event.',
        '2026-01-15T12:01:00.000Z  change 1 by test: write 1',
        '    sets callStatus to ENDED',
        '    removes outcome',
        `2026-01-15T12:03:00.000Z  changes 2 to 3, of which only a summary is left: ${condensed(2, 3).what}`,
        '2026-01-15T12:09:00.000Z  event: recording.stored',
        '    source: REALTIME',
        '1 line of the archive could not be read.',
      ].join('\n'),
    );
  });
});
