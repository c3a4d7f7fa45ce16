import type { BudgetEvent } from '@recordings/reconciliation';
import { EMPTY_BUDGET, type RequestBudget } from '@recordings/reconciliation';
import { makeOcpAccess } from '../src/make-ocp-access.ts';
import type { ChangeBudget, OcpAccessDeps } from '../src/ocp-access-deps.ts';

export const START_MS = Date.UTC(2026, 0, 15);

/** An access with a clock that moves only by `passTime`, and a budget in memory. */
export const makeTestAccess = (over: Partial<OcpAccessDeps> = {}) => {
  const clock = { nowMs: START_MS };
  const timers = new Set<{ readonly atMs: number; readonly run: () => void }>();
  const notes: BudgetEvent[] = [];
  const shared: { budget: RequestBudget; writes: number } = { budget: EMPTY_BUDGET, writes: 0 };
  const changeBudget: ChangeBudget = async (_, change) => {
    const { next, result } = change({ budget: shared.budget, unreadable: [] });
    if (next) {
      shared.budget = next;
      shared.writes += 1;
    }
    return { isWritten: next !== undefined, result };
  };
  const makeAccess = (own: Partial<OcpAccessDeps> = {}) =>
    makeOcpAccess({
      host: 'ocp.example',
      limit: { maxRequests: 100, periodMs: 60_000, slackMs: 1_000 },
      rules: { rowPauseMs: 60_000, burstPauseMs: 300_000 },
      changeBudget,
      now: () => clock.nowMs,
      startTimer: (delayMs, run) => {
        const timer = { atMs: clock.nowMs + delayMs, run };
        timers.add(timer);
        return () => timers.delete(timer);
      },
      random: () => 0.5,
      note: (event) => void notes.push(event),
      ...over,
      ...own,
    });
  const access = makeAccess();
  /** Lets all promises react, then moves the clock and runs the timers that elapse. */
  const passTime = async (durationMs: number): Promise<void> => {
    const untilMs = clock.nowMs + durationMs;
    await settle();
    for (let next = nextTimer(timers, untilMs); next; next = nextTimer(timers, untilMs)) {
      timers.delete(next);
      clock.nowMs = next.atMs;
      next.run();
      await settle();
    }
    clock.nowMs = untilMs;
  };
  return { access, makeAccess, notes, shared, clock, passTime };
};

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const nextTimer = <T extends { readonly atMs: number }>(
  timers: ReadonlySet<T>,
  untilMs: number,
): T | undefined => [...timers].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
