import { sha256Of } from '@recordings/test-kit';
import { cdrEnd, cdrStart } from './cdr-events.ts';
import { recordToMemory } from './event-fixture.ts';

const recorded = (count: number, others = {}) => ({
  recorded: count,
  repeated: 0,
  ignored: 0,
  quarantined: 0,
  refused: 0,
  ...others,
});
const hold = (over = {}) => ({ ...cdrStart('c'), eventType: 'CDR_HOLD', heldMs: 3, ...over });

describe('what this version does not know of events', () => {
  it('is kept on the record: unknown fields by their source', async () => {
    const { send, records, quarantined } = recordToMemory();
    await send([
      { ...cdrStart('c'), queue: { name: 'q' } },
      { ...cdrEnd('c'), queue: { name: 'r' }, n: 1 },
    ]);
    expect(records.get('acme#c')?.facts).toMatchObject({
      start: { otherFields: { queue: '{"name":"q"}' } },
      end: { otherFields: { queue: '{"name":"r"}', n: '1' } },
    });
    expect(quarantined).toEqual([]);
  });

  it('is kept on the record: whole events of unknown kinds, each once', async () => {
    const { send, records, quarantined, notes } = recordToMemory();
    const events = [hold(), hold({ heldMs: 4 }), hold()];
    expect(await send(events)).toEqual(recorded(2, { repeated: 1 }));
    const kept = Object.values(records.get('acme#c')!.facts.other!.otherFields!);
    expect(kept.map((text) => JSON.parse(text) as unknown)).toEqual(
      expect.arrayContaining([hold(), hold({ heldMs: 4 })]),
    );
    expect(kept).toHaveLength(2);
    expect(records.get('acme#c')).toMatchObject({ groupId: 'Acme_EN', hasCdrEnd: false });
    expect(quarantined).toEqual([]);
    expect(notes[0]).toEqual({ type: 'cdr_event_recorded', eventType: 'other', result: 'changed' });
  });

  it.each([
    ['more than the record has room for', { big: 'x'.repeat(5_000) }, {}],
    ['that an earlier event reports otherwise', { queue: 'b' }, { queue: 'a' }],
  ])('is kept as a copy of the event: a field with %s', async (_, fields, earlier) => {
    const { send, records, quarantined, notes } = recordToMemory();
    await send([{ ...cdrEnd('c'), ...earlier }]);
    const event = { ...cdrEnd('c'), ...fields };
    await send([event]);
    expect(records.get('acme#c')).toMatchObject({ hasCdrEnd: true });
    const text = JSON.stringify(event);
    const key = `events/acme/acme-push/${sha256Of(Buffer.from(text))}`;
    expect(quarantined).toMatchObject([{ key, bytes: text, reason: { reason: 'EVENT_COPIED' } }]);
    expect(notes.at(-1)).toMatchObject({ type: 'cdr_event_copied', eventType: 'CDR_END', key, callId: 'c' });
  });

  it('is copied although another event of the request meets a transient fault', async () => {
    const { send, quarantined } = recordToMemory(async ({ callId }) => {
      if (callId === 'd') throw new Error('contended');
    });
    const large = { ...cdrEnd('c'), large: 'x'.repeat(5_000) };
    await expect(send([large, cdrEnd('d')])).rejects.toThrow('contended');
    expect(quarantined).toMatchObject([{ reason: { reason: 'EVENT_COPIED' } }]);
  });

  it('makes the request fail if no copy can be kept, and is copied when it is sent again', async () => {
    let isAway = true;
    const kept: string[] = [];
    const { send } = recordToMemory(undefined, {
      quarantine: (key) => {
        if (isAway) return Promise.reject(new Error('S3 is away'));
        kept.push(key);
        return Promise.resolve();
      },
    });
    const event = { ...cdrEnd('c'), big: 'x'.repeat(5_000) };
    await expect(send([event])).rejects.toThrow('S3 is away');
    isAway = false;
    expect(await send([event])).toEqual(recorded(0, { repeated: 1 }));
    expect(kept).toHaveLength(1);
  });

  it('never fills the record, however many unknown events come, and every one is kept', async () => {
    const { send, records, quarantined } = recordToMemory();
    const events = Array.from({ length: 100 }, (_, n) => hold({ heldMs: n, text: 'x'.repeat(500) }));
    expect(await send(events)).toMatchObject({ recorded: expect.any(Number), quarantined: 0 });
    const kept = Object.values(records.get('acme#c')!.facts.other!.otherFields!);
    expect(Buffer.byteLength(kept.join(''))).toBeLessThanOrEqual(2_048);
    expect(quarantined).toHaveLength(1);
    const texts = [...kept, ...quarantined.flatMap(({ bytes }) => bytes.split('\n'))];
    for (const event of events) expect(texts).toContain(JSON.stringify(event));
  });
});
