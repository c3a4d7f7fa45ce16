import { makeProtect, type PiiFields } from '@recordings/pii';
import { cdrEnd } from '../test/cdr-events.ts';
import { readEvents } from './read-events.ts';

const PHONE = '+15550100123';
const CARD = '4111111111111111';
const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
const secret = { ani: PHONE, note: `${PHONE} ${CARD}`, deep: [{ token: TOKEN, text: TOKEN }] };

const readBy = async (policies: Readonly<Record<string, PiiFields>>, body: string | Buffer) => {
  const protectOf = (name = 'none') =>
    makeProtect({ fields: policies[name] ?? {}, hash: (value) => `hash of ${value}` });
  const limits = { maxEvents: 100, yieldToOthers: async () => undefined };
  const read = (await readEvents(Buffer.from(body as string), protectOf, limits))!;
  return { ...read, texts: read.events.map(({ raw }) => Buffer.from(raw).toString()) };
};
const factsOf = ({ events }: Awaited<ReturnType<typeof readBy>>) =>
  events.map(({ parsed }) => (parsed.kind === 'event' ? parsed.event.facts.customerId : parsed.kind));

describe('readEvents under a policy', () => {
  const policies = { Acme_EN: { customerId: 'hash' }, Bolt_EN: { customerId: 'drop' } } as const;

  it('applies the policy of the group that each event names, to its facts and to its bytes', async () => {
    const event = { ...cdrEnd('c'), customerId: 'Jo' };
    const body = JSON.stringify([event, { ...event, groupId: 'Bolt_EN' }, { ...event, groupId: 'Cato_EN' }]);
    const read = await readBy(policies, body);
    expect(factsOf(read)).toEqual(['hash of Jo', undefined, 'Jo']);
    expect(read.texts[0]).toContain('"customerId":"hash of Jo"');
    expect(read.texts[1]).not.toContain('customerId');
    expect(read.texts[2]).toBe(JSON.stringify({ ...event, groupId: 'Cato_EN' }));
    expect(Buffer.from(read.body).toString()).toBe(read.texts.map((text) => `${text}\n`).join(''));
  });

  it.each([
    ['an event', JSON.stringify({ ...cdrEnd('c'), ...secret })],
    ['an array', JSON.stringify([{ ...cdrEnd('c'), ...secret }])],
    ['NDJSON', `${JSON.stringify({ ...cdrEnd('c'), ...secret })}\n{"eventType": ${PHONE} ${CARD} ${TOKEN}`],
    ['an event that cannot be read', JSON.stringify({ ...secret, exitStatus: PHONE })],
    ['text', `no JSON: ${JSON.stringify(secret)}`],
    ['text in Latin-1', Buffer.from(`Señor ${PHONE} ${CARD} ${TOKEN}`, 'latin1')],
    [
      'a nested event',
      `{"callId":"c","a":${'['.repeat(5_000)}"${PHONE} ${CARD} ${TOKEN}"${']'.repeat(5_000)}}`,
    ],
    ['an array in an array', JSON.stringify([[PHONE, CARD, TOKEN]])],
  ])('keeps no number, card or token of %s in its facts, bytes or body', async (_, body) => {
    const { events, body: kept, texts } = await readBy({}, body);
    const all = [JSON.stringify(events), Buffer.from(kept).toString(), ...texts].join('\n');
    for (const canary of [PHONE, CARD, TOKEN]) expect(all).not.toContain(canary);
  });

  it('keeps the other bytes of text that is not UTF-8', async () => {
    const { events } = await readBy({}, Buffer.from(`Señor ${PHONE}`, 'latin1'));
    expect(Buffer.from(events[0]!.raw).equals(Buffer.from('Señor [phone]', 'latin1'))).toBe(true);
  });

  it('keeps the digits of large numbers in an event that it changes', async () => {
    const body = '{"eventType":"CDR_END","callId":"c","size":12345678901234567890.50,"ani":"x"}';
    expect((await readBy({}, body)).texts).toEqual([
      '{"eventType":"CDR_END","callId":"c","size":12345678901234567890.50}',
    ]);
  });

  it('leaves bytes as they are if there is nothing to change', async () => {
    const body = JSON.stringify(cdrEnd('c'), null, 2);
    expect((await readBy({}, body)).texts).toEqual([body]);
    expect(Buffer.from((await readBy({}, body)).body).toString()).toBe(body);
  });
});
