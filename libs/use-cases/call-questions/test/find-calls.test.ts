import { type CallList, type CallSummary, GroupId, listsOf, UNKNOWN_TENANT } from '@recordings/call-record';
import fc from 'fast-check';
import { CursorInvalidError, QuestionInvalidError } from '../src/errors.ts';
import { CallQuery } from '../src/finding/call-query.ts';
import { MAX_LOOKED_AT, makeFindCalls } from '../src/finding/make-find-calls.ts';
import { parseQuestion } from '../src/parse-question.ts';
import { minute, readFrom, storedCall, summary } from './calls.ts';
import { registry } from './registry.ts';

const base = { tenant: 'acme', from: '2026-01-15T12:00:00Z', to: '2026-01-15T13:00:00Z' };
const ask = (over: object = {}): CallQuery => parseQuestion(CallQuery, { ...base, ...over });
const finder = (readCalls: ReturnType<typeof readFrom>) =>
  makeFindCalls({ readCalls, registry, now: () => minute(60) });

/** Follows the cursors to the last page. */
const readAll = async (readCalls: ReturnType<typeof readFrom>, question: object) => {
  const found: string[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await finder(readCalls)(ask({ ...question, ...(cursor && { cursor }) }));
    found.push(...page.calls.map(({ callId }) => callId));
    ({ cursor } = page);
    pages += 1;
  } while (cursor !== undefined);
  return { found, pages };
};

const makeCall = fc
  .record({
    minutes: fc.nat(70),
    group: fc.constantFrom('Acme_EN', 'Acme_ES'),
    lob: fc.constantFrom('cards', 'loans'),
    isStored: fc.boolean(),
    status: fc.constantFrom('pending' as const, 'given_up' as const),
  })
  .map(({ minutes, group, lob, isStored, status }) => ({
    callTimestamp: minute(minutes),
    groupId: GroupId.parse(group),
    lineOfBusiness: lob,
    s3Stored: isStored,
    reconciliationStatus: isStored ? ('completed' as const) : status,
  }));

describe('a list of calls', () => {
  it('leaves out a call that has moved to another tenant', async () => {
    const outcome = { code: 'MOVED', message: 'moved', retryable: false, at: minute(9) };
    const moved = summary('c-1', { reconciliationStatus: undefined, outcome });
    const { calls } = await finder(readFrom([moved, summary('c-2')]))(ask());
    expect(calls.map(({ callId }) => callId)).toEqual(['c-2']);
  });

  it('gives every wanted call exactly once, whatever the filter and the sizes of the pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(makeCall, { maxLength: 60 }),
        fc.record(
          {
            group: fc.constantFrom('Acme_EN', 'Acme_ES'),
            lob: fc.constantFrom('cards', 'loans'),
            state: fc.constantFrom<CallList>('missing', 'stored', 'given-up'),
          },
          { requiredKeys: [] },
        ),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 20 }),
        async (some, filter, limit, maxItems) => {
          const calls = some.map((over, at) => summary(`c-${at}`, over));
          const wanted = (call: CallSummary): boolean =>
            call.callTimestamp >= minute(0) &&
            call.callTimestamp < minute(60) &&
            (filter.group === undefined || call.groupId === filter.group) &&
            (filter.lob === undefined || call.lineOfBusiness === filter.lob) &&
            (filter.state === undefined || listsOf(call).includes(filter.state));
          const { found } = await readAll(readFrom(calls, { maxItems }), { ...filter, limit });
          expect([...found].sort()).toEqual(
            calls
              .filter(wanted)
              .map(({ callId }) => callId)
              .sort(),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  it('says of each call its state, why, since when and what happens next', async () => {
    const { calls } = await finder(readFrom([summary('c-1')]))(ask());
    expect(calls).toMatchObject([
      {
        callId: 'c-1',
        state: 'missing',
        lists: ['missing'],
        why: 'the call has ended, and its recording has not arrived',
        since: minute(3),
        next: expect.stringMatching(/^A next run of the pooler asks OCP/) as string,
      },
    ]);
  });

  it.each([
    ['whose group the registry lacks', { groupId: GroupId.parse('Gone') }],
    ['of tenant unknown', { tenantId: UNKNOWN_TENANT }],
  ])('says that OCP is not asked for a call %s', async (_, over) => {
    const call = summary('c-1', over);
    const { calls } = await finder(readFrom([call]))(ask({ tenant: call.tenantId }));
    expect(calls[0]?.next).toMatch(/^OCP is not asked for it, because the registry lacks its group/);
  });

  it('stops after a bounded number of calls and answers an empty page with a cursor', async () => {
    const many = Array.from({ length: MAX_LOOKED_AT + 10 }, (_, at) =>
      storedCall(`c-${String(at).padStart(5, '0')}`),
    );
    const readCalls = readFrom([...many, summary('missing-one', { callTimestamp: minute(1) })]);
    const first = await finder(readCalls)(ask({ state: 'missing' }));
    expect(first).toMatchObject({ calls: [], cursor: expect.any(String) as string });
    expect(readCalls.reads.reduce((sum, count) => sum + count)).toBe(MAX_LOOKED_AT);
    expect(readCalls.reads).toHaveLength(4);
    const second = await finder(readCalls)(ask({ state: 'missing', cursor: first.cursor }));
    expect(second.calls.map(({ callId }) => callId)).toEqual(['missing-one']);
    expect(second.cursor).toBeUndefined();
  });

  it('reads only one page of an unfiltered list', async () => {
    const readCalls = readFrom(Array.from({ length: 50 }, (_, at) => summary(`c-${at}`)));
    await finder(readCalls)(ask({ limit: 7 }));
    expect(readCalls.reads).toEqual([7]);
  });

  it('leaves out calls that cannot be read, counts them, and goes on behind them', async () => {
    const readCalls = readFrom([summary('c-1'), summary('c-2'), summary('c-3')], {
      unreadable: new Set(['c-2']),
    });
    const page = await finder(readCalls)(ask({ limit: 2 }));
    expect(page.calls.map(({ callId }) => callId)).toEqual(['c-1', 'c-3']);
    expect(page.unreadable).toBe(1);
  });
});

describe('a cursor', () => {
  const calls = [summary('c-1'), summary('c-2'), summary('c-3')];
  const cursorOf = async (over: object = {}): Promise<string> =>
    (await finder(readFrom(calls))(ask({ limit: 1, ...over }))).cursor!;

  it.each([
    ['another tenant', { tenant: 'bolt' }],
    ['another group', { group: 'Acme_EN' }],
    ['another state', { state: 'missing' }],
    ['another line of business', { lob: 'cards' }],
    ['another range', { to: '2026-01-15T14:00:00Z' }],
  ])('of one question is refused for %s', async (_, over) => {
    const cursor = await cursorOf();
    await expect(finder(readFrom(calls))(ask({ ...over, cursor }))).rejects.toThrow(CursorInvalidError);
  });

  it('is good for a page of another size', async () => {
    const page = await finder(readFrom(calls))(ask({ limit: 9, cursor: await cursorOf() }));
    expect(page.calls.map(({ callId }) => callId)).toEqual(['c-2', 'c-3']);
  });

  it('is refused if any of its characters was changed, added or removed', async () => {
    const cursor = await cursorOf();
    await fc.assert(
      fc.asyncProperty(fc.nat(cursor.length - 1), fc.constantFrom(...'ABCabc019-_='), async (at, other) => {
        const changed = [
          cursor.slice(0, at) + other + cursor.slice(at + 1),
          cursor.slice(0, at) + other + cursor.slice(at),
          cursor.slice(0, at) + cursor.slice(at + 1),
        ].filter((one) => one !== cursor);
        for (const one of changed)
          await expect(finder(readFrom(calls))(ask({ limit: 1, cursor: one }))).rejects.toThrow(
            CursorInvalidError,
          );
      }),
      { numRuns: 200 },
    );
  });

  it.each(['', 'x', 'bnVsbA', 'e30', 'WzEsMiwzXQ'])('that is %j is refused', async (cursor) => {
    await expect(finder(readFrom(calls))(ask({ cursor }))).rejects.toThrow(CursorInvalidError);
  });
});

describe('a question', () => {
  it.each<[string, object, RegExp]>([
    ['without a tenant', { tenant: undefined }, /^tenant /],
    ['without a start', { from: undefined }, /^from must be a day/],
    [
      'with a time without an offset',
      { from: '2026-01-15T12:00:00' },
      /^from must be a day \(2026-01-15\) or a time/,
    ],
    [
      'that ends before it begins',
      { to: '2026-01-15T11:00:00Z' },
      /^to must be after "from", by at most 92 days/,
    ],
    ['of more than 92 days', { to: '2026-05-01' }, /^to must be after "from"/],
    ['for too large a page', { limit: 501 }, /^limit /],
    ['for no calls', { limit: 0 }, /^limit /],
    ['for a state that there is not', { state: 'lost' }, /^state .*"missing"/],
    ['with a misspelt filter', { sate: 'missing' }, /"sate"/],
  ])('%s is refused, and the answer names the field', (_, over, message) => {
    expect(() => ask(over)).toThrow(QuestionInvalidError);
    expect(() => ask(over)).toThrow(message);
  });

  it('takes a day as its midnight in UTC, and any offset', () => {
    expect(ask({ from: '2026-01-15', to: '2026-01-15T14:00:00+01:00' })).toMatchObject({
      from: '2026-01-15T00:00:00.000Z',
      to: '2026-01-15T13:00:00.000Z',
      limit: 100,
    });
  });
});
