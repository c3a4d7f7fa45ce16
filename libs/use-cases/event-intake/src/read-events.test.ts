import { makeProtect } from '@recordings/pii';
import { cdrEnd, cdrStart } from '../test/cdr-events.ts';
import { TooManyEventsError } from './errors.ts';
import { readEvents } from './read-events.ts';

/** Without a policy of the registry. */
const noPolicy = () => makeProtect({ fields: {}, hash: (value) => `hash of ${value}` });

const BOM = '\uFEFF';
const limits = { maxEvents: 100, yieldToOthers: async () => undefined };
const read = async (body: string | Buffer) =>
  (await readEvents(Buffer.from(body as string), noPolicy, limits))?.events;
const kindsOf = async (body: string | Buffer): Promise<string[]> =>
  (await read(body))!.map(({ parsed }) => parsed.kind);
const two = [cdrStart('c'), cdrEnd('c')];
const ndjson = two.map((event) => JSON.stringify(event)).join('\n');
/** "Señor" in Latin-1, which is not valid UTF-8. */
const latin1 = Buffer.from(JSON.stringify({ ...cdrEnd('l'), exitStatus: 'Señor' }), 'latin1');

describe('readEvents', () => {
  it.each([
    ['an event', JSON.stringify(two[0]), ['event']],
    ['a pretty array', JSON.stringify(two, null, 2), ['event', 'event']],
    ['NDJSON', ndjson, ['event', 'event']],
  ])('reads %s with and without a byte order mark', async (_, body, kinds) => {
    expect(await kindsOf(body)).toEqual(kinds);
    expect(await kindsOf(BOM + body)).toEqual(kinds);
  });

  it.each([
    ['a pretty array cut short', JSON.stringify(two, null, 2).slice(0, -40)],
    ['a pretty event cut short', JSON.stringify(two[0], null, 2).slice(0, -10)],
    ['lines of JSON without an object', '1\n"two"\nnull\n'],
    ['HTML', '<html>\n<body>\n502\n</html>'],
  ])('returns %s as one unreadable event, byte for byte', async (_, body) => {
    const [only, ...others] = (await read(body))!;
    expect(others).toEqual([]);
    expect(only?.parsed.kind).toBe('unreadable');
    expect(Buffer.from(only!.raw)).toEqual(Buffer.from(body));
  });

  it('reads the valid lines of NDJSON and returns each invalid line as unreadable', async () => {
    const body = `${JSON.stringify(two[0])}\r\n{"eventType":\n\n"text"\n`;
    expect(await kindsOf(body)).toEqual(['event', 'unreadable', 'unreadable']);
    expect((await read(body))!.map(({ raw }) => String(Buffer.from(raw)))).toEqual([
      `${JSON.stringify(two[0])}\r`,
      '{"eventType":',
      '"text"',
    ]);
  });

  it('returns bytes that are not UTF-8 unchanged, and reads the other lines', async () => {
    const [alone] = (await read(latin1))!;
    expect(alone?.parsed).toMatchObject({ kind: 'unreadable', reason: expect.stringContaining('UTF-8') });
    expect(Buffer.from(alone!.raw).equals(latin1)).toBe(true);

    const events = (await read(Buffer.concat([Buffer.from(`${ndjson}\n`), latin1])))!;
    expect(events.map(({ parsed }) => parsed.kind)).toEqual(['event', 'event', 'unreadable']);
    expect(Buffer.from(events[2]!.raw).equals(latin1)).toBe(true);
  });

  it('reads an array with an element that is nested too deeply for JSON.stringify', async () => {
    const deep = '['.repeat(20_000) + ']'.repeat(20_000);
    const body = `[${deep},${JSON.stringify(two[0])}]`;
    expect(await kindsOf(body)).toEqual(['unreadable', 'event']);
    expect(Buffer.from((await read(body))![0]!.raw)).toEqual(Buffer.from(deep));
  });

  it('reads the other elements if one is nested too deeply and has long numbers', async () => {
    const deep = `${'['.repeat(20_000)}9007199254740993${']'.repeat(20_000)}`;
    expect(await kindsOf(`[${deep},${JSON.stringify(two[0])}]`)).toEqual(['unreadable', 'event']);
  });

  it.each(['[%]', '%', '%\n%'])(
    'keeps every digit of ids that JavaScript would round, in %j',
    async (form) => {
      const texts = ['9007199254740993', '9007199254740992'].map((id) =>
        JSON.stringify({ ...cdrEnd('c'), customerId: 0 })
          .replace('"c"', id)
          .replace('"customerId":0', `"customerId": ${id}`),
      );
      for (const text of texts) {
        const [event] = (await read(form.replaceAll('%', text)))!;
        const id = /\d{16}/.exec(text)![0];
        expect(event?.parsed).toMatchObject({ event: { callId: id, facts: { customerId: id } } });
        expect(Buffer.from(event!.raw).toString()).toBe(text);
      }
    },
  );

  it('keeps every byte of an unreadable element of an array', async () => {
    const odd = '{ "eventType": "CDR_END", "note": "\\u00e9", "n": 12345678901234567890, "x": 1.0 }';
    const [element] = (await read(`[${odd}]`))!;
    expect(element?.parsed.kind).toBe('unreadable');
    expect(Buffer.from(element!.raw).toString()).toBe(odd);
  });

  it.each(['', ' \n\t ', BOM, `${BOM}\n`])('returns undefined for the blank body %j', async (body) => {
    expect(await read(body)).toBeUndefined();
  });

  it('returns an empty list for an empty array', async () => {
    expect(await read('[]')).toEqual([]);
  });

  it.each([
    ['an array', JSON.stringify(Array(101).fill({})), JSON.stringify(Array(100).fill({}))],
    ['NDJSON', '{}\n'.repeat(101), '{}\n'.repeat(100)],
  ])('refuses %s of more events than are read at once', async (_, tooMany, enough) => {
    await expect(read(tooMany)).rejects.toThrow(TooManyEventsError);
    expect(await kindsOf(enough)).toHaveLength(100);
  });

  it.each([
    ['objects', '{},'],
    ['numbers that JavaScript rounds', '12345678901234567890,'],
  ])('leaves an event with thousands of %s unread, and keeps it byte for byte', async (_, value) => {
    const big = `{"eventType":"CDR_START","callId":"c","a":[${value.repeat(20_000).slice(0, -1)}]}`;
    for (const body of [big, `[${ndjson.replace('\n', ',')},${big}]`, `${ndjson}\n${big}`]) {
      const last = (await read(body))!.at(-1)!;
      expect(last.parsed).toEqual({ kind: 'unreadable', reason: expect.stringContaining('20000 values') });
      expect(String(Buffer.from(last.raw))).toBe(big);
      const others = body === big ? [] : ['event', 'event'];
      expect((await kindsOf(body)).slice(0, -1)).toEqual(others);
    }
  });

  it('lets other work run after long events', async () => {
    let turns = 0;
    const yieldToOthers = async (): Promise<void> => void (turns += 1);
    const long = { ...cdrStart('c'), note: 'x'.repeat(40_000) };
    await readEvents(Buffer.from(JSON.stringify(Array.from({ length: 6 }, () => long))), noPolicy, {
      maxEvents: 1_000,
      yieldToOthers,
    });
    expect(turns).toBe(3);
  });

  it('lets other work run after each slice of events', async () => {
    let turns = 0;
    const yieldToOthers = async (): Promise<void> => void (turns += 1);
    const body = Buffer.from(JSON.stringify(Array(1_000).fill({})));
    await readEvents(body, noPolicy, { maxEvents: 1_000, yieldToOthers });
    expect(turns).toBeGreaterThanOrEqual(10);
  });
});
