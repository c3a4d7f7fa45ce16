import { ExportConstraints, epochMsOf, type Timestamp, timestampOf } from '@recordings/call-record';
import fc from 'fast-check';
import { type ExportPlan, planNextExport } from './plan-export.ts';
import { MINUTE_MS, minute, omilia, waitingWindow } from './test-exports.ts';
import type { WaitingWindow } from './waiting-window.ts';

const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const ranks = { high: 0, normal: 1, low: 2 };
/** A window counts as one priority higher after each of these. */
const RAISE_MS = 4 * HOUR_MS;

const window: fc.Arbitrary<WaitingWindow> = fc
  .record({
    id: fc.uuid(),
    priority: fc.constantFrom('high' as const, 'normal' as const, 'low' as const),
    // Near whole hours and midnight, where ranges go wrong.
    startMs: fc.oneof(
      fc.nat(5 * DAY_MS),
      fc.nat(120).map((hour) => Math.max(0, hour * HOUR_MS - 1)),
    ),
    spanMs: fc.oneof(fc.constant(0), fc.nat(15 * MINUTE_MS)),
    lastsMs: fc.oneof(fc.constant(0), fc.nat(90 * MINUTE_MS)),
    sinceMs: fc.nat(HOUR_MS),
  })
  .map(({ id, priority, startMs, spanMs, lastsMs, sinceMs }) => {
    const firstMs = epochMsOf(minute(0)) + startMs;
    return waitingWindow(id, [0, 0, 0], {
      priority,
      firstStart: timestampOf(firstMs),
      lastStart: timestampOf(firstMs + spanMs),
      lastEnd: timestampOf(firstMs + spanMs + lastsMs),
      waitingSince: timestampOf(firstMs + spanMs + lastsMs + sinceMs),
    });
  });
const windows = fc.uniqueArray(window, {
  selector: (one) => one.reconciliationId,
  minLength: 1,
  maxLength: 8,
});

const constraints = fc
  .record({
    minRangeMinutes: fc.constantFrom(0, 60, 90, 180),
    maxRangeMinutes: fc.constantFrom(300, 1_440, 2_880),
    alignMinutes: fc.constantFrom(0, 15, 60),
    runningJobsPerGroup: fc.constantFrom(1 as const, 'unbounded' as const),
    jobLifeMinutes: fc.constant(1_440),
    selectsBy: fc.constantFrom('start' as const, 'end' as const, 'unknown' as const),
    settleMinutes: fc.constantFrom(0, 120),
  })
  .map((some) => ExportConstraints.parse(some));

type Exported = {
  readonly plan: ExportPlan;
  readonly at: Timestamp;
  readonly waiting: readonly WaitingWindow[];
};

/** Plans until no window waits, in virtual time. */
const planAll = (all: readonly WaitingWindow[], rule: ExportConstraints, gatherMs = 0): Exported[] => {
  const exported: Exported[] = [];
  let waiting = [...all];
  let now = minute(0);
  for (let waits = 0; waiting.length > 0; ) {
    const next = planNextExport(waiting, rule, now, { gatherMs });
    if (next.kind === 'nothing') throw new Error('something waits');
    if (next.kind === 'wait') {
      waits += 1;
      if (waits > 2) throw new Error(`it waits ${waits} times in a row`);
      expect(next.until > now).toBe(true);
      now = next.until;
      continue;
    }
    waits = 0;
    exported.push({ plan: next.plan, at: now, waiting });
    waiting = waiting.filter((one) => !next.plan.reconciliationIds.includes(one.reconciliationId));
  }
  return exported;
};

/** What the vendor makes of a range: both ends floored to its step. */
const asVendorReads = ({ fromDate, toDate }: ExportPlan, stepMs: number) => ({
  fromMs: Math.floor(epochMsOf(fromDate) / stepMs) * stepMs,
  toMs: Math.floor(epochMsOf(toDate) / stepMs) * stepMs,
});
const stepOf = (rule: ExportConstraints): number => Math.max(1, rule.alignMinutes * MINUTE_MS);
const instantsOf = (one: WaitingWindow, rule: ExportConstraints): Timestamp[] =>
  rule.selectsBy === 'start' ? [one.firstStart, one.lastStart] : [one.firstStart, one.lastStart, one.lastEnd];
const servedBy = ({ plan, waiting }: Exported): WaitingWindow[] =>
  waiting.filter((one) => plan.reconciliationIds.includes(one.reconciliationId));

const checkAll = (check: (exported: Exported, rule: ExportConstraints) => void): void => {
  fc.assert(
    fc.property(windows, constraints, (all, rule) => {
      for (const exported of planAll(all, rule)) check(exported, rule);
    }),
    { numRuns: 200 },
  );
};

describe('planNextExport', () => {
  it('exports every window once', () => {
    fc.assert(
      fc.property(windows, constraints, fc.constantFrom(0, 60_000), (all, rule, gatherMs) => {
        const ids = planAll(all, rule, gatherMs).flatMap(({ plan }) => plan.reconciliationIds);
        expect([...ids].sort()).toEqual(all.map((one) => one.reconciliationId).sort());
      }),
    );
  });

  it('covers start and end of every call of its windows, also after the vendor floors both ends', () => {
    checkAll((exported, rule) => {
      const { fromMs, toMs } = asVendorReads(exported.plan, stepOf(rule));
      for (const one of servedBy(exported)) {
        for (const instant of instantsOf(one, rule)) {
          expect(epochMsOf(instant)).toBeGreaterThanOrEqual(fromMs);
          expect(epochMsOf(instant)).toBeLessThan(toMs);
        }
      }
    });
  });

  it('asks for whole steps, neither less nor more than the vendor allows', () => {
    checkAll(({ plan }, rule) => {
      const [fromMs, toMs] = [epochMsOf(plan.fromDate), epochMsOf(plan.toDate)];
      expect(fromMs % stepOf(rule)).toBe(0);
      expect(toMs % stepOf(rule)).toBe(0);
      expect(toMs - fromMs).toBeGreaterThanOrEqual(rule.minRangeMinutes * MINUTE_MS);
      expect(toMs - fromMs).toBeLessThanOrEqual(rule.maxRangeMinutes * MINUTE_MS);
    });
  });

  it('never asks for hours that are not closed and settled', () => {
    checkAll(({ plan, at }, rule) => {
      expect(epochMsOf(plan.toDate) + rule.settleMinutes * MINUTE_MS).toBeLessThanOrEqual(epochMsOf(at));
    });
  });

  it('gives every window a job of its own where jobs are not limited', () => {
    checkAll(({ plan }, rule) => {
      if (rule.runningJobsPerGroup === 'unbounded') expect(plan.reconciliationIds).toHaveLength(1);
    });
  });

  it('serves the most urgent window that can be exported, and all others that fit beside it', () => {
    checkAll(({ plan, at, waiting }, rule) => {
      const ready = waiting.flatMap((one) => {
        const alone = planNextExport([{ ...one, waitingSince: at }], rule, at);
        return alone.kind === 'ready' ? [{ one, range: alone.plan }] : [];
      });
      const rankOf = ({ priority, waitingSince }: WaitingWindow): number =>
        ranks[priority] - Math.max(0, Math.floor((epochMsOf(at) - epochMsOf(waitingSince)) / RAISE_MS));
      const best = Math.max(0, Math.min(...ready.map(({ one }) => rankOf(one))));
      const first = waiting.find((one) => one.reconciliationId === plan.reconciliationIds[0]);
      expect(Math.max(0, rankOf(first!))).toBe(best);
      if (rule.runningJobsPerGroup === 'unbounded') return;
      for (const { one, range } of ready) {
        if (plan.reconciliationIds.includes(one.reconciliationId)) continue;
        const fromMs = Math.min(epochMsOf(plan.fromDate), epochMsOf(range.fromDate));
        const toMs = Math.max(epochMsOf(plan.toDate), epochMsOf(range.toDate));
        expect(toMs - fromMs).toBeGreaterThan(rule.maxRangeMinutes * MINUTE_MS);
      }
    });
  });

  it('makes one job of a busy hour, however many windows it has', () => {
    const oneHour = fc.uniqueArray(fc.nat(3_500_000), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(oneHour, (starts) => {
        const all = starts.map((ms, at): WaitingWindow => {
          const instant = timestampOf(epochMsOf(minute(0)) + ms);
          const instants = { firstStart: instant, lastStart: instant, lastEnd: instant };
          return waitingWindow(`r-${at}`, [0, 0, 0], { ...instants, waitingSince: minute(60) });
        });
        expect(planAll(all, omilia).map(({ plan }) => [plan.fromDate, plan.toDate])).toEqual([
          [minute(0), minute(60)],
        ]);
      }),
    );
  });
});
