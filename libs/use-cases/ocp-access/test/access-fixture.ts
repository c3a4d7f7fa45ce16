import {
  type BudgetEvent,
  EMPTY_BUDGET,
  OcpBreakerOpenError,
  type OcpGate,
  type OcpPermit,
  type PermitRequest,
  type RequestBudget,
  type RequestOutcome,
  type TrafficOrders,
} from '@recordings/reconciliation';
import { makeOcpAccess } from '../src/make-ocp-access.ts';
import type { ChangeBudget, OcpAccessDeps } from '../src/ocp-access-deps.ts';

export const START_MS = Date.UTC(2026, 0, 15);

/** An access with a clock that moves only by `passTime`, and a budget in memory. */
export const makeTestAccess = (over: Partial<OcpAccessDeps> = {}) => {
  const clock = { nowMs: START_MS };
  const timers = new Set<{ readonly atMs: number; readonly run: () => void }>();
  const notes: BudgetEvent[] = [];
  const shared: { budget: RequestBudget; writes: number; reads: number; orders?: TrafficOrders } = {
    ...{ budget: EMPTY_BUDGET, writes: 0, reads: 0 },
  };
  const changeBudget: ChangeBudget = async (_, change) => {
    const { budget, orders } = shared;
    shared.reads += 1;
    const { next, result } = change({ budget, ...(orders && { orders }), unreadable: [] });
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

export const CONTROL = { lane: 'control', group: 'acme' } as const;

/** Two processes that share what they know of one host. */
export const makeTwo = () => {
  const world = makeTestAccess();
  const [first, second] = [world.access, world.makeAccess()];
  /** Sends a request and reports how it ended. @returns whether a permit was granted. */
  const send = async (
    gate: OcpGate,
    outcome: RequestOutcome['kind'],
    request: PermitRequest = CONTROL,
  ): Promise<boolean> => {
    const permit = gate.awaitPermit(request, new AbortController().signal).catch((error: unknown) => error);
    await world.passTime(1_000);
    const granted = await permit;
    if (granted instanceof OcpBreakerOpenError) return false;
    gate.report(granted as OcpPermit, outcome, request);
    await world.passTime(1_000);
    return true;
  };
  const types = (pattern = /^(breaker|outage)/) =>
    world.notes.map(({ type }) => type).filter((type) => pattern.test(type));
  return { ...world, first, second, send, types };
};

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const nextTimer = <T extends { readonly atMs: number }>(
  timers: ReadonlySet<T>,
  untilMs: number,
): T | undefined => [...timers].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
