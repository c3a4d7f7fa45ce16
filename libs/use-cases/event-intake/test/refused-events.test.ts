import { sha256Of } from '@recordings/test-kit';
import { cdrEnd, cdrStart } from './cdr-events.ts';
import { acmeSender, recordToMemory } from './event-fixture.ts';

const theirs = (callId: string) => cdrEnd(callId, { groupId: 'Bolt_EN' });
const textOf = (events: object): string => JSON.stringify(events);
const keyOf = (text: string): string => `events/acme/acme-push/${sha256Of(Buffer.from(text))}`;
const refusal = {
  reason: 'TENANT_FORBIDDEN',
  detail: 'the credential does not reach the tenants of these groups: Bolt_EN',
  sender: 'acme-push',
  at: '2026-01-15T12:00:00.000Z',
};
const noted = (callId: string, key: string) => ({
  type: 'cdr_event_refused',
  eventType: 'CDR_END',
  key,
  sender: 'acme-push',
  tenantId: 'bolt',
  groupName: 'Bolt_EN',
  callId,
});

describe('events of a tenant that their sender must not write', () => {
  it('are kept in quarantine, each with its reason and its sender, and do not stop the others', async () => {
    const { send, records, quarantined, notes } = recordToMemory();
    const counts = await send([theirs('t-1'), cdrStart('c-1'), theirs('t-2'), cdrEnd('c-1')]);
    expect(counts).toEqual({ recorded: 2, repeated: 0, ignored: 0, quarantined: 0, refused: 2 });
    expect([...records.keys()]).toEqual(['acme#c-1']);
    const kept = ['t-1', 't-2'].map((callId) => textOf(theirs(callId)));
    expect(quarantined).toHaveLength(2);
    expect(quarantined).toEqual(
      expect.arrayContaining(kept.map((bytes) => ({ key: keyOf(bytes), bytes, reason: refusal }))),
    );
    expect(notes).toContainEqual(noted('t-1', keyOf(kept[0]!)));
    expect(notes).toContainEqual(noted('t-2', keyOf(kept[1]!)));
  });

  it('are kept as one body if a request has no other events', async () => {
    const { sendBody, records, quarantined, notes } = recordToMemory();
    const body = JSON.stringify([theirs('t-1'), theirs('t-2')], null, 2);
    expect(await sendBody(body)).toMatchObject({ kind: 'all refused', first: { tenantId: 'bolt' } });
    expect(quarantined).toEqual([{ key: keyOf(body), bytes: body, reason: refusal }]);
    expect(notes).toEqual([noted('t-1', keyOf(body)), noted('t-2', keyOf(body))]);
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
