import type { HistoryEntry } from '@recordings/call-record';
import { announcement, entryOf, setUp, storedEvent } from '../test/test-archive.ts';
import type { StoredHistory } from './prepare-lines.ts';

describe('makeArchiveMessage', () => {
  it('acknowledges a message only after its object exists', async () => {
    const { receive, elapse, objects } = setUp(10);
    let isAcknowledged = false;
    const received = receive(storedEvent('call-1')).then(() => {
      isAcknowledged = true;
    });
    await new Promise(setImmediate);
    expect({ isAcknowledged, objects: objects.size }).toEqual({ isAcknowledged: false, objects: 0 });
    elapse();
    await received;
    expect([...objects.keys()]).toEqual([
      expect.stringMatching(/^calls\/2026-01-15\/[0-9a-f]\/12-id-1\.ndjson\.gz$/),
    ]);
  });

  it('writes a full batch at once and cancels its timer', async () => {
    const { receive, lines, timers } = setUp(3);
    const bodies = ['call-1', 'call-2', 'call-3'].map(storedEvent);
    expect(await Promise.all(bodies.map((body) => receive(body)))).toEqual(
      bodies.map(() => ({ kind: 'ack' })),
    );
    expect(lines()).toHaveLength(3);
    expect(timers).toEqual([]);
  });

  it('puts all events of one call into one object', async () => {
    const { receive, objects } = setUp(4);
    await Promise.all(Array.from({ length: 4 }, () => receive(storedEvent('call-1'))));
    expect(objects.size).toBe(1);
  });

  it('fails only the messages whose object was refused, and archives them when they return', async () => {
    const { receive, refuseIf, lines, events } = setUp(2);
    refuseIf((key) => key.startsWith('events/'));
    const window = JSON.stringify({ windowId: 'w-1' });
    const ends = await Promise.allSettled([receive(storedEvent('call-1')), receive(window)]);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(events).toContainEqual(expect.objectContaining({ type: 'audit_object_failed', lines: 1 }));

    refuseIf(() => false);
    await Promise.all([receive(window), receive(storedEvent('call-2'))]);
    expect(lines()).toContainEqual(expect.objectContaining({ event: { windowId: 'w-1' } }));
    expect(lines()).toHaveLength(3);
  });

  it('gives a message that is archived twice the same entry id', async () => {
    const { receive, lines } = setUp(1);
    await receive(storedEvent('call-1'), 'm-1');
    await receive(storedEvent('call-1'), 'm-2');
    const ids = lines().map(({ entryId }) => entryId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it.each(['{"cut', '', '"text"', '[1]', 'null', 'two\nlines'])(
    'archives the unreadable body %j as text and counts it',
    async (body) => {
      const { receive, objects, lines, events } = setUp(1);
      expect(await receive(body, 'm-9')).toEqual({ kind: 'ack' });
      expect([...objects.keys()][0]).toMatch(/^unreadable\/2026-01-15\//);
      expect(lines()).toMatchObject([{ raw: body, messageId: 'm-9' }]);
      expect(events).toContainEqual({ type: 'audit_message_unreadable', messageId: 'm-9' });
    },
  );

  const written = (count: number): StoredHistory => ({
    kind: 'read',
    revision: count,
    history: Array.from({ length: count }, (_, n) => entryOf(`write ${n + 1}`)),
  });
  const whats = (lines: readonly Record<string, unknown>[]): unknown[] =>
    lines.map(({ entry }) => (entry as HistoryEntry).what);

  it('archives the entries that are newer than the announcement, with their revisions', async () => {
    const { receive, records, lines } = setUp(1);
    records.set('call-1', written(4));
    expect(await receive(announcement(2))).toEqual({ kind: 'ack' });
    expect(lines()).toMatchObject([
      { tenantId: 'acme', callId: 'call-1', revision: 3, entry: { what: 'write 3' } },
      { tenantId: 'acme', callId: 'call-1', revision: 4, entry: { what: 'write 4' } },
    ]);
  });

  it('reads all announced calls of a batch at once, and archives each entry once', async () => {
    const { receive, records, reads, lines } = setUp(3);
    records.set('call-1', written(3));
    await Promise.all([0, 1, 2].map((from) => receive(announcement(from))));
    expect(reads).toEqual([3]);
    expect(whats(lines())).toEqual(['write 1', 'write 2', 'write 3']);
  });

  it('adds nothing for a write that lost its race, and archives what the winner wrote', async () => {
    const { receive, records, lines } = setUp(1);
    records.set('call-1', written(2));
    await receive(announcement(1)); // Of the winner.
    await receive(announcement(1)); // Of the loser, which announced again from revision 2 and then gave up.
    expect(new Set(whats(lines()))).toEqual(new Set(['write 2']));
    expect(await receive(announcement(2), 'm-3', 2)).toEqual({ kind: 'ack' });
    expect(new Set(whats(lines()))).toEqual(new Set(['write 2']));
  });

  it.each<[string, StoredHistory]>([
    ['absent', { kind: 'absent' }],
    ['unchanged', { kind: 'read', revision: 1, history: [entryOf('write 1')] }],
  ])('looks once more at a record that is %s, because its write may be slow', async (_, stored) => {
    const { receive, records, objects, lines } = setUp(1);
    records.set('call-1', stored);
    expect(await receive(announcement(1))).toEqual({ kind: 'retry', delayS: 600 });
    expect(objects.size).toBe(0);
    records.set('call-1', written(2));
    expect(await receive(announcement(1), 'm-1', 2)).toEqual({ kind: 'ack' });
    expect(whats(lines())).toEqual(['write 2']);
  });

  it('acknowledges the announcement of a write that crashed after the second look', async () => {
    const { receive, objects } = setUp(1);
    expect(await receive(announcement(0), 'm-1', 2)).toEqual({ kind: 'ack' });
    expect(objects.size).toBe(0);
  });

  it('archives the entries that the write folded, though the record no longer has them', async () => {
    const { receive, records, lines } = setUp(1);
    const condensed = entryOf('condensed from 3 entries since 2026-01-15T12:00:00.000Z');
    records.set('call-1', {
      kind: 'read',
      revision: 5,
      history: [entryOf('write 1'), condensed, entryOf('write 5')],
    });
    const folded = [2, 3, 4].map((n) => ({ revision: n, since: n, entry: entryOf(`write ${n}`) }));
    await receive(announcement(4, folded));
    expect(lines()).toMatchObject([2, 3, 4, 5].map((revision) => ({ revision, since: revision })));
    expect(whats(lines())).toEqual(['write 2', 'write 3', 'write 4', 'write 5']);
  });

  it('numbers the entries of a record from before the archive', async () => {
    const { receive, records, lines } = setUp(1);
    records.set('call-1', { kind: 'read', revision: 40, history: [entryOf('old'), entryOf('new')] });
    await receive(announcement(39));
    expect(lines()).toMatchObject([{ revision: 40, entry: { what: 'new' } }]);
  });

  it('fails only the announcements while the records cannot be read', async () => {
    const { receive, records, lines, events } = setUp(2);
    records.set('call-1', new Error('throttled'));
    const ends = await Promise.allSettled([receive(announcement(0)), receive(storedEvent('call-1'))]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(lines()).toHaveLength(1);
    expect(events).toContainEqual(expect.objectContaining({ type: 'audit_records_unread', calls: 1 }));
  });

  it('reports a record without a readable history, and does not block others', async () => {
    const { receive, records, events, lines } = setUp(2);
    records.set('call-1', { kind: 'unreadable' });
    const folded = [{ revision: 1, since: 1, entry: entryOf('write 1') }];
    await Promise.all([receive(announcement(1, folded), 'm-1', 2), receive(storedEvent('call-2'))]);
    expect(events).toContainEqual({ type: 'audit_record_unreadable', tenantId: 'acme', callId: 'call-1' });
    expect(lines()).toHaveLength(2);
  });

  it('archives each message of analytics into its own folder', async () => {
    const { receive, objects, lines } = setUp(2, 'analytics');
    await Promise.all([receive(storedEvent('call-1')), receive('{"windowId":"w-1"}')]);
    expect([...objects.keys()]).toEqual([expect.stringMatching(/^analytics\/2026-01-15\//)]);
    expect(lines()).toMatchObject([{ event: { callId: 'call-1' } }, { event: { windowId: 'w-1' } }]);
  });

  it('postpones an announcement of a newer version', async () => {
    const { receive, objects } = setUp(1);
    const newer = JSON.stringify({ ...(JSON.parse(announcement(1)) as object), schemaVersion: 2 });
    expect(await receive(newer)).toMatchObject({ kind: 'postpone' });
    expect(objects.size).toBe(0);
  });

  it('archives an announcement without a call as text and counts it', async () => {
    const { receive, lines, events } = setUp(1);
    const body = '{"kind":"call-changed","schemaVersion":1}';
    expect(await receive(body, 'm-9')).toEqual({ kind: 'ack' });
    expect(lines()).toMatchObject([{ raw: body }]);
    expect(events).toContainEqual({ type: 'audit_message_unreadable', messageId: 'm-9' });
  });
});
