import { timestampOf } from '@recordings/call-record';
import type { ArchiveEvent } from './archive-event.ts';
import { makeArchiveMessage } from './make-archive-message.ts';

const { signal } = new AbortController();
const storedEvent = (callId: string): string =>
  JSON.stringify({ eventType: 'recording.stored', tenantId: 'acme', callId });

const setUp = (maxLines: number) => {
  const objects = new Map<string, Record<string, unknown>[]>();
  const events: ArchiveEvent[] = [];
  const timers: (() => void)[] = [];
  let refuse: (key: string) => boolean = () => false;
  let made = 0;
  const archive = makeArchiveMessage({
    createObject: async (key, lines) => {
      if (refuse(key)) throw new Error('SlowDown');
      objects.set(
        key,
        lines.map((line) => JSON.parse(line) as Record<string, unknown>),
      );
    },
    now: () => timestampOf(Date.UTC(2026, 0, 15, 12, 30)),
    makeId: () => `id-${(made += 1)}`,
    startTimer: (_, onElapsed) => {
      timers.push(onElapsed);
      return () => void timers.splice(timers.indexOf(onElapsed), 1);
    },
    note: (event) => void events.push(event),
    maxLines,
    gatherMs: 10_000,
  });
  return {
    objects,
    events,
    timers,
    elapse: () => {
      for (const onElapsed of [...timers]) onElapsed();
    },
    refuseIf: (rule: typeof refuse) => {
      refuse = rule;
    },
    receive: (body: string, messageId = 'm-1') => archive({ messageId, body }, signal),
    lines: () => [...objects.values()].flat(),
  };
};

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
});
