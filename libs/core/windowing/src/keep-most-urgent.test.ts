import { CallId, TenantId, timestampOf } from '@recordings/call-record';
import type { Priority } from '@recordings/reconciliation';
import fc from 'fast-check';
import { keepMostUrgent } from './keep-most-urgent.ts';
import { sortByUrgency } from './sort-by-urgency.ts';

const START_MS = Date.UTC(2026, 0, 15);

const callAt = (minute: number, priority: Priority, name: number) => {
  const callTimestamp = timestampOf(START_MS + minute * 60_000);
  return {
    tenantId: TenantId.parse('acme'),
    callId: CallId.parse(`call-${name}`),
    callTimestamp,
    recoverableUntil: callTimestamp,
    priority,
  };
};

const manyOf = (priority: Priority, count: number) =>
  Array.from({ length: count }, (_, n) => callAt(n, priority, n));

const listOf = (limit: number, calls: readonly ReturnType<typeof callAt>[]) => {
  const most = keepMostUrgent<ReturnType<typeof callAt>>(limit);
  for (const call of calls) most.add(call);
  return most.list();
};

const countOf = (calls: readonly { priority: Priority }[], priority: Priority): number =>
  calls.filter((call) => call.priority === priority).length;

describe('keepMostUrgent', () => {
  it('keeps the same calls as a sort of all of them, if all have one priority', () => {
    const minutes = fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 60 });
    fc.assert(
      fc.property(minutes, fc.integer({ min: 1, max: 20 }), (starts, limit) => {
        const calls = starts.map((minute, n) => callAt(minute, 'normal', n));
        expect(listOf(limit, calls)).toEqual(sortByUrgency(calls).slice(0, limit));
      }),
    );
  });

  it('takes the higher priority first', () => {
    const taken = listOf(10, [...manyOf('low', 3), ...manyOf('high', 3), ...manyOf('normal', 3)]);

    expect(taken.map(({ priority }) => priority)).toEqual([
      ...['high', 'high', 'high'],
      ...['normal', 'normal', 'normal'],
      ...['low', 'low', 'low'],
    ]);
  });

  it('leaves a tenth to each lower priority, however many urgent calls there are', () => {
    const taken = listOf(100, [...manyOf('low', 500), ...manyOf('normal', 500), ...manyOf('high', 500)]);

    expect(countOf(taken, 'high')).toBe(80);
    expect(countOf(taken, 'normal')).toBe(10);
    expect(countOf(taken, 'low')).toBe(10);
  });

  it('gives a share that is not needed to the others', () => {
    const taken = listOf(100, [...manyOf('low', 4), ...manyOf('high', 500)]);

    expect(countOf(taken, 'high')).toBe(96);
    expect(countOf(taken, 'low')).toBe(4);
  });

  it('takes only the most urgent call if the limit is 1', () => {
    const taken = listOf(1, [...manyOf('low', 5), ...manyOf('normal', 5), ...manyOf('high', 5)]);

    expect(taken).toEqual([callAt(0, 'high', 0)]);
  });
});
