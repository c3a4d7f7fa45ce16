import { readBudget } from './request-budget.ts';
import {
  limitOrdered,
  MAX_ORDER_MS,
  ordersInForce,
  pauseOf,
  type TrafficOrders,
  withLimit,
  withoutPause,
  withPause,
} from './traffic-orders.ts';

const NOW_MS = Date.UTC(2026, 0, 15);
const LIMIT = { maxRequests: 100, periodMs: 60_000, slackMs: 1_000 };
const ordered = (untilMs = NOW_MS + 60_000) => ({
  by: 'alice',
  reason: 'OCP asks',
  sinceMs: NOW_MS,
  untilMs,
});
const ofHost: TrafficOrders = { pauses: [ordered()] };
const ofGroup: TrafficOrders = { pauses: [{ ...ordered(), group: 'a' }] };

describe('a pause', () => {
  it('covers every group of the host, or the one that it names', () => {
    expect(pauseOf(ofHost, 'a', NOW_MS)).toMatchObject({ by: 'alice' });
    expect(pauseOf(ofGroup, 'a', NOW_MS)).toMatchObject({ group: 'a' });
    expect(pauseOf(ofGroup, 'b', NOW_MS)).toBeUndefined();
    expect(pauseOf(undefined, 'a', NOW_MS)).toBeUndefined();
  });

  it('ends by itself', () => {
    expect(pauseOf(ofHost, 'a', NOW_MS + 59_999)).toBeDefined();
    expect(pauseOf(ofHost, 'a', NOW_MS + 60_000)).toBeUndefined();
    expect(ordersInForce(ofHost, NOW_MS + 60_000)).toEqual({ pauses: [] });
  });

  it('is ignored if it ends later than any can: a clock was wrong', () => {
    const latest = { pauses: [ordered(NOW_MS + MAX_ORDER_MS + 60_000)] };
    expect(pauseOf(latest, 'a', NOW_MS)).toBeDefined();
    expect(pauseOf(latest, 'a', NOW_MS - 1)).toBeUndefined();
  });

  it('replaces that of the same group, and leaves the others', () => {
    const longer = { ...ordered(NOW_MS + 120_000), group: 'a' };
    const both = withPause(withPause(ofGroup, ordered()), longer);
    expect(both.pauses).toEqual([ordered(), longer]);
    expect(pauseOf(both, 'a', NOW_MS)).toBe(longer);
    expect(withoutPause(both, 'a').pauses).toEqual([ordered()]);
    expect(withoutPause(both, undefined).pauses).toEqual([]);
  });
});

describe('an ordered limit', () => {
  const fewer = withLimit({}, { ...ordered(), maxRequests: 10 });

  it('lowers the limit of the workers until it ends', () => {
    expect(limitOrdered(LIMIT, fewer, NOW_MS)).toEqual({ ...LIMIT, maxRequests: 10 });
    expect(limitOrdered(LIMIT, fewer, NOW_MS + 60_000)).toBe(LIMIT);
    expect(limitOrdered(LIMIT, withLimit(fewer, undefined), NOW_MS)).toBe(LIMIT);
  });

  it('raises it for two people, until it ends', () => {
    const more = withLimit({}, { ...ordered(), approvedBy: 'bob', maxRequests: 500 });
    expect(limitOrdered(LIMIT, more, NOW_MS)).toEqual({ ...LIMIT, maxRequests: 500 });
    expect(limitOrdered(LIMIT, more, NOW_MS + 60_000)).toBe(LIMIT);
  });

  it('never raises it for one person', () => {
    const more = withLimit({}, { ...ordered(), maxRequests: 500 });
    expect(limitOrdered(LIMIT, more, NOW_MS)).toEqual(LIMIT);
  });
});

describe('the orders of a stored item', () => {
  it('are read with fields that this version does not know', () => {
    const orders = { ...ofHost, limit: { ...ordered(), maxRequests: 7, newer: true }, more: 1 };
    expect(readBudget({ orders })).toMatchObject({ orders, unreadable: [] });
  });

  it.each([[{ pauses: 'all' }], [{ limit: { ...ordered(), maxRequests: 0 } }], [null], ['stop']])(
    'count as absent and are reported if they cannot be read: %j',
    (orders) => {
      const read = readBudget({ orders });
      expect(read.orders).toBeUndefined();
      expect(read.unreadable).toEqual(['orders']);
    },
  );
});
