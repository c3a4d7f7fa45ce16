import { CallId, GroupId, TenantId, timestampOf } from '@recordings/call-record';
import fc from 'fast-check';
import { planWindows } from './plan-windows.ts';
import type { WindowCall } from './window-call.ts';

/** Half of the calls start within a few milliseconds, so that several start in the same one. */
const startMs = fc.oneof(fc.nat(200), fc.nat(4));
const call: fc.Arbitrary<WindowCall> = fc.record({
  callId: fc.uuid().map((id) => CallId.parse(id)),
  tenantId: fc.constantFrom('t1', 't2').map((id) => TenantId.parse(id)),
  groupId: fc.constantFrom('g1', 'g2').map((id) => GroupId.parse(id)),
  callTimestamp: startMs.map((ms) => timestampOf(Date.UTC(2026, 0, 1) + ms)),
});
const calls = fc.uniqueArray(call, { selector: ({ callId }) => callId, maxLength: 40 });
const limits = fc.record({
  sizeMs: fc.integer({ min: 1, max: 60 }),
  maxCalls: fc.integer({ min: 1, max: 8 }),
});
const groupOf = ({ tenantId, groupId }: { tenantId: string; groupId: string }): string =>
  `${tenantId}/${groupId}`;

describe('planWindows', () => {
  it('puts each call into exactly one window of its own group, within the limits', () => {
    fc.assert(
      fc.property(calls, limits, (pending, limit) => {
        const windows = planWindows(pending, limit);
        expect(windows.flatMap((w) => w.calls.map((c) => c.callId)).sort()).toEqual(
          pending.map((c) => c.callId).sort(),
        );
        for (const window of windows) {
          expect(window.calls.length).toBeGreaterThan(0);
          expect(window.calls.length).toBeLessThanOrEqual(limit.maxCalls);
          expect(Date.parse(window.toDate) - Date.parse(window.fromDate)).toBeLessThanOrEqual(limit.sizeMs);
          expect(window.fromDate).toBe(window.calls[0]!.callTimestamp);
          for (const inside of window.calls) {
            expect(groupOf(inside)).toBe(groupOf(window));
            expect(inside.callTimestamp >= window.fromDate && inside.callTimestamp < window.toDate).toBe(
              true,
            );
          }
        }
      }),
    );
  });

  it('makes windows of a group that do not overlap, unless one millisecond has more calls than the limit', () => {
    fc.assert(
      fc.property(calls, limits, (pending, limit) => {
        const windows = planWindows(pending, limit);
        windows.forEach((window, at) => {
          const next = windows[at + 1];
          if (!next || groupOf(next) !== groupOf(window)) return;
          const isSplitInstant = next.fromDate === window.fromDate;
          expect(isSplitInstant || window.toDate <= next.fromDate).toBe(true);
        });
      }),
    );
  });

  it('makes the fewest windows possible, if no millisecond has more calls than the limit', () => {
    fc.assert(
      fc.property(calls, limits, (pending, limit) => {
        const spread = pending.filter(
          (one) =>
            pending.filter((o) => groupOf(o) === groupOf(one) && o.callTimestamp === one.callTimestamp)
              .length === 1,
        );
        expect(planWindows(spread, limit)).toHaveLength(fewestWindows(spread, limit));
      }),
    );
  });

  it('puts the calls of one millisecond into one window, if they are within the limit', () => {
    const start = Date.UTC(2026, 0, 1);
    const callAt = (callId: string, ms: number): WindowCall => ({
      tenantId: TenantId.parse('t1'),
      groupId: GroupId.parse('g1'),
      callId,
      callTimestamp: timestampOf(start + ms),
    });
    const pending = [callAt('a', 0), callAt('b', 5), callAt('c', 5), callAt('d', 5)];
    const idsOf = (maxCalls: number): string[][] =>
      planWindows(pending, { sizeMs: 60, maxCalls }).map(({ calls: own }) => own.map(({ callId }) => callId));
    expect(idsOf(4)).toEqual([['a', 'b', 'c', 'd']]);
    expect(idsOf(3)).toEqual([['a'], ['b', 'c', 'd']]);
    expect(idsOf(2)).toEqual([['a'], ['b', 'c'], ['d']]);
    expect(idsOf(1)).toEqual([['a'], ['b'], ['c'], ['d']]);
  });

  it('gives the same windows for any order of the calls', () => {
    fc.assert(
      fc.property(
        calls.chain((some) =>
          fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
        ),
        limits,
        ([some, shuffled], limit) => expect(planWindows(shuffled, limit)).toEqual(planWindows(some, limit)),
      ),
    );
  });

  it('numbers the windows of each group from 1 and counts them', () => {
    fc.assert(
      fc.property(calls, limits, (pending, limit) => {
        const windows = planWindows(pending, limit);
        for (const name of new Set(windows.map(groupOf))) {
          const own = windows.filter((w) => groupOf(w) === name);
          expect(own.map((w) => w.windowIndex)).toEqual(own.map((_, at) => at + 1));
          expect(own.every((w) => w.totalWindows === own.length)).toBe(true);
        }
      }),
    );
  });

  it.each([
    [{ sizeMs: 0, maxCalls: 1 }, 'sizeMs must be a positive integer, got 0'],
    [{ sizeMs: 1, maxCalls: 1.5 }, 'maxCalls must be a positive integer, got 1.5'],
  ])('refuses limits %j', (limit, message) => {
    expect(() => planWindows([], limit)).toThrow(message);
  });
});

/** The fewest windows, by dynamic programming over each group instead of greedily. */
const fewestWindows = (
  pending: readonly WindowCall[],
  limit: { sizeMs: number; maxCalls: number },
): number => {
  let total = 0;
  for (const name of new Set(pending.map(groupOf))) {
    const times = pending
      .filter((c) => groupOf(c) === name)
      .map((c) => Date.parse(c.callTimestamp))
      .sort((a, b) => a - b);
    const fewest = [0];
    times.forEach((last, at) => {
      let best = Infinity;
      for (
        let from = at;
        from >= 0 && at - from < limit.maxCalls && last - times[from]! < limit.sizeMs;
        from -= 1
      ) {
        best = Math.min(best, fewest[from]! + 1);
      }
      fewest.push(best);
    });
    total += fewest.at(-1)!;
  }
  return total;
};
