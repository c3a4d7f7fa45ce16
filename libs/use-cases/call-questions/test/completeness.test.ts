import { GroupId, HourCounts, type Timestamp, zeroCounts } from '@recordings/call-record';
import type { ConfirmedHour } from '../src/completeness/completeness.ts';
import { CompletenessQuery } from '../src/completeness/completeness-query.ts';
import { makeReadCompleteness } from '../src/completeness/make-read-completeness.ts';
import { QuestionInvalidError } from '../src/errors.ts';
import { parseQuestion } from '../src/parse-question.ts';
import { minute, tenantId } from './calls.ts';
import { registry } from './registry.ts';

const en = GroupId.parse('Acme_EN');
const es = GroupId.parse('Acme_ES');
const hour = (n: number): Timestamp => minute(60 * n);
const counted = (n: number, ...groups: readonly object[]): HourCounts =>
  HourCounts.parse({
    tenantId,
    hour: hour(n),
    groups: groups.map((group) => ({ ...zeroCounts(), ...group })),
    schemaVersion: 1,
    revision: 1,
  });
const confirm = (groupId: GroupId, n: number, listed = 0): ConfirmedHour => ({
  groupId,
  hour: hour(n),
  listed,
});

const ask = async (
  items: readonly HourCounts[],
  confirmed: readonly ConfirmedHour[],
  over: object = {},
  countedUntil: Timestamp | 'never' = hour(10),
) => {
  const read = makeReadCompleteness({
    counts: {
      range: async (_, from, to) => items.filter((one) => one.hour >= from && one.hour < to),
      confirmed: async ({ groupId }, from, to) =>
        confirmed.filter((one) => one.groupId === groupId && one.hour >= from && one.hour < to),
      getProgress: async () => (countedUntil === 'never' ? undefined : { countedUntil }),
    },
    registry,
  });
  return read(parseQuestion(CompletenessQuery, { tenant: 'acme', from: hour(0), to: hour(2), ...over }));
};

describe('a question with unknown fields', () => {
  const faultOf = (over: object): string => {
    try {
      parseQuestion(CompletenessQuery, { tenant: 'acme', from: hour(0), to: hour(2), ...over });
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('the question was accepted');
  };

  it('is refused with the names that look misspelt, and without others', () => {
    expect(faultOf({ form: 1, tennant: 1 })).toBe('unknown parameters: "form", "tennant"');
    const others = { '+34600123456': 1, 'x"><script>': 1, ['y'.repeat(33)]: 1, '': 1 };
    expect(faultOf({ form: 1, ...others })).toBe('unknown parameters: "form", 4 that are not shown');
    expect(faultOf(others)).toBe('unknown parameters: 4 that are not shown');
  });

  it('is refused in a short sentence, however many there are', () => {
    const many = Object.fromEntries(
      Array.from({ length: 900 }, (_, n) => [
        `${'a'.repeat(20)}${'bcdefghijk'[n % 10]}${'q'.repeat(n % 9)}_${'z'.repeat(n % 3)}`,
        1,
      ]),
    );
    expect(faultOf(many).length).toBeLessThan(260);
  });
});

describe('completeness', () => {
  it('is refused if an unregistered tenant has too many groups for one answer', async () => {
    const groups = Array.from({ length: 102 }, (_, n) => ({ groupId: `invented-${n}`, calls: 1 }));
    const items = Array.from({ length: 744 }, (_, n) => counted(n - 744, ...groups));
    const month = { tenant: 'unknown:acme', from: hour(-744), to: hour(0) };
    await expect(ask(items, [], month)).rejects.toThrow(QuestionInvalidError);
    const { byHour } = await ask(items, [], { ...month, group: 'invented-7' });
    expect(byHour).toHaveLength(744);
  });

  it('is a percentage of the expected recordings where a listing confirms the hour, and unconfirmed elsewhere', async () => {
    const items = [
      counted(
        0,
        { groupId: en, calls: 11, stored: 8, pending: 1, givenUp: 1, explained: 1, quarantined: 1 },
        { groupId: es, calls: 3, stored: 3 },
      ),
    ];
    const { byHour, groups } = await ask(items, [confirm(en, 0, 9)]);
    expect(byHour).toEqual([
      {
        hour: hour(0),
        group: en,
        ...zeroCounts(),
        calls: 11,
        stored: 8,
        pending: 1,
        givenUp: 1,
        explained: 1,
        quarantined: 1,
        completeness: 80,
        listed: 9,
      },
      { hour: hour(0), group: es, ...zeroCounts(), calls: 3, stored: 3, completeness: 'unconfirmed' },
    ]);
    expect(groups).toMatchObject([
      { group: en, calls: 11, completeness: 'unconfirmed', confirmedHours: 1 },
      { group: es, calls: 3, completeness: 'unconfirmed', confirmedHours: 0 },
    ]);
  });

  it('of a range is a percentage only if each of its hours is counted and confirmed', async () => {
    const items = [
      counted(0, { groupId: en, calls: 2, stored: 2 }),
      counted(1, { groupId: en, calls: 2, stored: 1, pending: 1 }),
    ];
    const both = [confirm(en, 0, 2), confirm(en, 1, 2)];
    expect((await ask(items, both)).groups[0]).toMatchObject({ completeness: 75, confirmedHours: 2 });
    const open = await ask(items, both, {}, hour(1));
    expect(open).toMatchObject({ hours: 2, uncountedHours: 1, countedUntil: hour(1) });
    expect(open.groups[0]).toMatchObject({ calls: 2, completeness: 'unconfirmed', confirmedHours: 1 });
    const none = await ask(items, both, {}, 'never');
    expect(none).toMatchObject({ uncountedHours: 2, byHour: [] });
  });

  it('is 100 for a confirmed hour in which no recording is expected', async () => {
    const { byHour, groups } = await ask([], [confirm(en, 0), confirm(en, 1)], { group: en });
    expect(byHour.map(({ completeness }) => completeness)).toEqual([100, 100]);
    expect(groups).toMatchObject([{ group: en, completeness: 100, calls: 0 }]);
  });

  it('is unconfirmed as long as a call has changed since the hour was counted, or the hour is only marked', async () => {
    const due = { recountState: 'due' };
    const changed = { ...counted(0, { groupId: en, calls: 1, stored: 1 }), ...due };
    const marked = { ...counted(1), groups: undefined, ...due };
    const { byHour, groups, uncountedHours } = await ask([changed, marked], [confirm(en, 0), confirm(en, 1)]);
    expect(byHour).toMatchObject([{ hour: hour(0), stored: 1, completeness: 'unconfirmed' }]);
    expect(groups[0]).toMatchObject({ completeness: 'unconfirmed', confirmedHours: 0 });
    expect(uncountedHours).toBe(1);
  });

  it('is never rounded up to 100', async () => {
    const items = [counted(0, { groupId: en, calls: 100_000, stored: 99_999, pending: 1 })];
    const { byHour } = await ask(items, [confirm(en, 0)], { to: hour(1) });
    expect(byHour[0]?.completeness).toBe(99.99);
  });

  it('counts a call that cannot be read as expected and not stored', async () => {
    const items = [counted(0, { groupId: en, calls: 2, stored: 1, unreadable: 1 })];
    expect((await ask(items, [confirm(en, 0)])).byHour[0]?.completeness).toBe(50);
  });

  it('of one group leaves out the others, and calls without a group are never confirmed', async () => {
    const items = [counted(0, { groupId: es, calls: 1 }, { calls: 2 })];
    expect((await ask(items, [confirm(es, 0)], { group: en })).byHour).toEqual([]);
    const all = await ask(items, [confirm(es, 0)]);
    expect(all.byHour).toMatchObject([{ calls: 2, completeness: 'unconfirmed' }, { group: es }]);
  });

  it('does not take an hour for counted that is counted while it is read', async () => {
    let isCounted = false;
    /** The pooler counts the hour after the first read. */
    const readBefore = <T>(value: T): T => {
      isCounted = true;
      return value;
    };
    const read = makeReadCompleteness({
      counts: {
        range: async () => readBefore(isCounted ? [counted(0, { groupId: en, calls: 1, pending: 1 })] : []),
        confirmed: async () => [confirm(en, 0, 1)],
        getProgress: async () => readBefore({ countedUntil: hour(isCounted ? 1 : 0) }),
      },
      registry,
    });
    const range = { tenant: 'acme', group: en, from: hour(0), to: hour(1) };
    const { groups, uncountedHours } = await read(parseQuestion(CompletenessQuery, range));
    expect(groups).toMatchObject([{ completeness: 'unconfirmed' }]);
    expect(uncountedHours).toBe(1);
  });

  it('is refused for more hours of groups than fit into one answer', async () => {
    const [group] = registry.groups;
    const groups = Array.from({ length: 34 }, (_, n) => ({ ...group!, name: GroupId.parse(`Acme_${n}`) }));
    const read = makeReadCompleteness({
      counts: {
        range: async () => [],
        confirmed: async () => [],
        getProgress: async () => undefined,
      },
      registry: { groups },
    });
    const askFor = (to: string, over: object = {}) =>
      read(parseQuestion(CompletenessQuery, { tenant: 'acme', from: '2026-01-01', to, ...over }));
    await expect(askFor('2026-02-01')).rejects.toThrow('744 hours of 34 groups are too many');
    expect((await askFor('2026-01-31')).groups).toHaveLength(34);
    expect((await askFor('2026-02-01', { group: 'Acme_7' })).groups).toHaveLength(1);
  });

  it.each<[string, object, RegExp]>([
    ['that is no full hour', { from: minute(1) }, /^from must be a full hour in UTC/],
    ['of more than 31 days', { to: '2026-03-01' }, /^to must be after "from", by at most 31 days/],
    ['with an unknown parameter', { state: 'missing' }, /"state"/],
  ])('refuses a question for a range %s', async (_, over, message) => {
    await expect(ask([], [], over)).rejects.toThrow(QuestionInvalidError);
    await expect(ask([], [], over)).rejects.toThrow(message);
  });
});
