import { sha256Of } from '@recordings/test-kit';
import { cdrEnd, cdrStart } from './cdr-events.ts';
import { acmeSender, recordToMemory } from './event-fixture.ts';

const theirs = (callId: string) => cdrEnd(callId, { groupId: 'Bolt_EN' });
const textOf = (events: object): string => JSON.stringify(events);
const keyOf = (text: string): string => `events/acme/acme-push/${sha256Of(Buffer.from(text))}`;
const forbidden = {
  reason: 'TENANT_FORBIDDEN',
  detail: 'the credential does not reach the tenant of group Bolt_EN',
};
const about = (callId: string) => ({ eventType: 'CDR_END', tenantId: 'bolt', callId });
const bySender = { sender: 'acme-push', at: '2026-01-15T12:00:00.000Z' };
const noted = (callId: string, key: string, position: number) => ({
  type: 'cdr_event_refused',
  eventType: 'CDR_END',
  key,
  position,
  sender: 'acme-push',
  tenantId: 'bolt',
  groupName: 'Bolt_EN',
  callId,
});

describe('events of a tenant that their sender must not write', () => {
  it('are kept in one object, each with its reason and its place, and do not stop the others', async () => {
    const { send, records, quarantined, notes } = recordToMemory();
    const counts = await send([theirs('t-1'), cdrStart('c-1'), theirs('t-2'), cdrEnd('c-1')]);
    expect(counts).toEqual({ recorded: 2, repeated: 0, ignored: 0, quarantined: 0, refused: 2 });
    expect([...records.keys()]).toEqual(['acme#c-1']);
    const lines = ['t-1', 't-2'].map((callId) => textOf(theirs(callId)));
    const bytes = lines.map((line) => `${line}\n`).join('');
    const [length] = lines.map((line) => line.length);
    expect(quarantined).toEqual([
      {
        key: keyOf(bytes),
        bytes,
        reason: {
          ...{ reason: 'TENANT_FORBIDDEN', detail: 'events of one request: 2 TENANT_FORBIDDEN', ...bySender },
          events: [
            { position: 1, fromByte: 0, bytes: length, ...about('t-1'), ...forbidden },
            { position: 3, fromByte: length! + 1, bytes: length, ...about('t-2'), ...forbidden },
          ],
        },
      },
    ]);
    expect(notes).toContainEqual(noted('t-1', keyOf(bytes), 1));
    expect(notes).toContainEqual(noted('t-2', keyOf(bytes), 3));
  });

  it('share an object with the other events of the request that cannot be recorded', async () => {
    const { countsOf, quarantined } = recordToMemory();
    const lines = [textOf(theirs('t-1')), 'no event', textOf(cdrEnd('c-1')), textOf({ strange: 1 })];
    expect(await countsOf(lines.join('\n'))).toMatchObject({ recorded: 1, quarantined: 2, refused: 1 });
    expect(quarantined).toHaveLength(1);
    const { bytes, reason } = quarantined[0]!;
    expect(reason).toMatchObject({
      reason: 'SEVERAL_REASONS',
      detail: 'events of one request: 1 TENANT_FORBIDDEN, 2 EVENT_UNREADABLE',
    });
    const { events } = reason as { events: { position: number; fromByte: number; bytes: number }[] };
    expect(events).toMatchObject([
      { position: 1, reason: 'TENANT_FORBIDDEN', callId: 't-1' },
      { position: 2, reason: 'EVENT_UNREADABLE', eventType: 'unreadable' },
      { position: 4, reason: 'EVENT_UNREADABLE' },
    ]);
    const found = events.map((event) => bytes.slice(event.fromByte, event.fromByte + event.bytes));
    expect(found).toEqual(events.map(({ position }) => lines[position - 1]));
  });

  it('are two writes, however many there are', async () => {
    const { send, quarantined } = recordToMemory();
    const events = Array.from({ length: 999 }, (_, n) => theirs(`t-${n}`));
    expect(await send([...events, cdrEnd('c-1')])).toMatchObject({ recorded: 1, refused: 999 });
    expect(quarantined).toHaveLength(1);
  });

  it('are kept although the record of another event cannot be written now, under the same key each time', async () => {
    const { send, quarantined, notes } = recordToMemory(() => Promise.reject(new Error('contended')));
    const events = [theirs('t-1'), cdrEnd('c-1'), theirs('t-2')];
    for (let round = 0; round < 2; round += 1) await expect(send(events)).rejects.toThrow('contended');
    expect(quarantined.map(({ key }) => key)).toEqual(Array(2).fill(quarantined[0]!.key));
    expect(notes.filter(({ type }) => type === 'cdr_event_refused')).toHaveLength(4);
  });

  it('have the same key however far the recording of the other events came', async () => {
    let isDown = true;
    const outage = () => (isDown ? Promise.reject(new Error('contended')) : Promise.resolve());
    const { send, quarantined } = recordToMemory(outage);
    const others = Array.from({ length: 30 }, (_, n) => cdrEnd(`c-${n}`));
    const events = [theirs('t-1'), ...others, theirs('t-2')];
    await expect(send(events)).rejects.toThrow('contended');
    isDown = false;
    expect(await send(events)).toMatchObject({ recorded: 30, refused: 2 });
    expect(new Set(quarantined.map(({ key }) => key)).size).toBe(1);
    expect(quarantined).toHaveLength(2);
  });

  it('can be sent again as they are kept, by a sender that reaches them', async () => {
    const { send, sendBody, quarantined, records } = recordToMemory();
    await send([theirs('t-1'), cdrEnd('c-1'), theirs('t-2')]);
    const pretty = JSON.stringify([theirs('t-3'), cdrEnd('c-2'), theirs('t-4')], null, 2);
    await sendBody(pretty);
    for (const { bytes } of [...quarantined]) {
      const { counts } = (await sendBody(bytes, undefined, { ...acmeSender, mayWrite: () => true })) as {
        counts: object;
      };
      expect(counts).toMatchObject({ recorded: 2, quarantined: 0 });
    }
    expect([...records.keys()].filter((key) => key.startsWith('bolt#'))).toHaveLength(4);
    const { events } = quarantined[1]!.reason as { events: { fromByte: number; bytes: number }[] };
    for (const { fromByte, bytes } of events)
      expect(JSON.parse(quarantined[1]!.bytes.slice(fromByte, fromByte + bytes))).toMatchObject({
        eventType: 'CDR_END',
      });
  });

  it('are kept as one body if a request has no other events', async () => {
    const { sendBody, records, quarantined, notes } = recordToMemory();
    const body = JSON.stringify([theirs('t-1'), theirs('t-2')], null, 2);
    expect(await sendBody(body)).toMatchObject({ kind: 'all refused', first: { tenantId: 'bolt' } });
    const events = ['t-1', 't-2'].map((callId, at) => ({ position: at + 1, ...about(callId), ...forbidden }));
    expect(quarantined).toMatchObject([{ key: keyOf(body), bytes: body, reason: { ...bySender, events } }]);
    expect(notes).toEqual([noted('t-1', keyOf(body), 1), noted('t-2', keyOf(body), 2)]);
    expect(records.size).toBe(0);
  });

  it.each([
    ['one of several events', [theirs('t-1'), cdrEnd('c-1')]],
    ['every event', [theirs('t-1')]],
  ])('make the request fail if quarantine does not keep them: %s', async (_, events) => {
    const { sendBody, notes } = recordToMemory(undefined, {
      quarantine: () => Promise.reject(new Error('S3 is away')),
    });
    await expect(sendBody(textOf(events))).rejects.toThrow('S3 is away');
    expect(notes.filter(({ type }) => type === 'cdr_event_refused')).toEqual([]);
  });

  it.each([
    ['another name', { name: 'other' }, 'events/acme/other/'],
    ['other tenants', { id: 'acme+core' }, 'events/acme%2Bcore/acme-push/'],
    ['a name that looks like a path', { name: '../../x' }, 'events/acme/..%2F..%2Fx/'],
    ['a name of two dots', { name: '..' }, 'events/acme/%2E%2E/'],
  ])('have keys of their own if their sender has %s', async (_, over, prefix) => {
    const { sendBody, quarantined } = recordToMemory();
    for (const sender of [acmeSender, { ...acmeSender, ...over }]) {
      await sendBody(textOf(theirs('t-1')), undefined, sender);
    }
    const [sha256] = quarantined[0]!.key.split('/').slice(-1);
    expect(quarantined.map(({ key }) => key)).toEqual([
      `events/acme/acme-push/${sha256}`,
      `${prefix}${sha256}`,
    ]);
  });

  it('have a key that S3 accepts if the name of their sender is long', async () => {
    const { sendBody, quarantined } = recordToMemory();
    const names = ['ñ', 'ü'].map((letter) => letter.repeat(500));
    for (const name of names) await sendBody(textOf(theirs('t-1')), undefined, { ...acmeSender, name });
    expect(quarantined.map(({ key }) => key.length < 300)).toEqual([true, true]);
    expect(new Set(quarantined.map(({ key }) => key)).size).toBe(2);
  });
});
