import {
  type BreakerRules,
  type DownloadBreakers,
  type HostBreakers,
  isRateHigh,
  judgeBreaker,
  nextHostBreakers,
  type ReadBudget,
  type RequestBudget,
  type RequestOutcome,
  type SharedBreaker,
  type TrafficOrders,
} from '@recordings/reconciliation';
import { noteFaults } from './note-faults.ts';
import { makeNoteOrders } from './note-orders.ts';
import type { OcpAccessDeps } from './ocp-access-deps.ts';

type Decision<R> = { readonly next?: RequestBudget; readonly result: R };

/** What all workers know of an OCP host, as this process reads and writes it. */
export type SharedHost = {
  /**
   * Reads it, adds the outcomes of this process, applies the change, and writes it once, if the change has a `next` and
   * no other worker wrote meanwhile.
   */
  change<R>(
    decide: (budget: RequestBudget, nowMs: number, orders: TrafficOrders | undefined) => Decision<R>,
  ): Promise<{ readonly isWritten: boolean; readonly result: R }>;
  /** Adds an outcome to those that the next write takes along. */
  add(outcome: RequestOutcome): void;
  /** Whether the outcomes may change more than counts, so that they must be written at once. */
  isUrgent(): boolean;
  isRateHigh(): boolean;
  /** The breaker of a group's downloads, as it was seen last; undefined if none failed lately. */
  downloadsOf(group: string): SharedBreaker | undefined;
  /** What people have ordered, as it was seen last. */
  orders(): SeenOrders;
};

/** `atMs`: when the item was read. */
type SeenOrders = { readonly orders: TrafficOrders | undefined; readonly atMs: number };

/** Outcomes that wait for a write. More are dropped: only their number would be lost. */
const MAX_PENDING = 1_000;

export const makeSharedHost = (deps: OcpAccessDeps): SharedHost => {
  const { changeBudget, host, rules, now } = deps;
  let pending: readonly RequestOutcome[] = [];
  const sight = makeSight(deps);
  const noteOrders = makeNoteOrders(deps);
  let seen: SeenOrders = { orders: undefined, atMs: 0 };

  return {
    change: async (decide) => {
      let taken: typeof pending = [];
      let left: RequestBudget | undefined;
      const changed = await changeBudget(host, (read: ReadBudget) => {
        const nowMs = now();
        noteFaults(deps, read, nowMs);
        taken = pending;
        const budget = addOutcomes(read.budget, taken, rules, nowMs);
        sight.see(read.budget, nowMs);
        seen = { orders: read.orders, atMs: nowMs };
        noteOrders(read.orders, nowMs);
        const decision = decide(budget, nowMs, read.orders);
        left = decision.next;
        return decision;
      });
      if (changed.isWritten && left) {
        pending = pending.slice(taken.length);
        sight.see(left, now());
      }
      return changed;
    },
    add: (outcome) => {
      if (outcome.kind === 'aborted' && !sight.isTroubled()) return;
      if (pending.length < MAX_PENDING) pending = [...pending, outcome];
    },
    isUrgent: () =>
      pending.some(({ kind }) => kind === 'outage') || (pending.length > 0 && sight.isTroubled()),
    isRateHigh: sight.isRateHigh,
    downloadsOf: sight.downloadsOf,
    orders: () => seen,
  };
};

const addOutcomes = (
  budget: RequestBudget,
  outcomes: readonly RequestOutcome[],
  rules: BreakerRules,
  nowMs: number,
): RequestBudget => ({
  ...budget,
  ...outcomes.reduce<HostBreakers>(
    (breakers, outcome) => nextHostBreakers(breakers, outcome, rules, nowMs),
    budget,
  ),
});

/** What this process saw last. It reports each change. */
const makeSight = ({ host, note, rules }: OcpAccessDeps) => {
  let isOpen = false;
  let isHigh = false;
  let isTroubled = false;
  let downloads: DownloadBreakers = {};
  return {
    isTroubled: () => isTroubled,
    isRateHigh: () => isHigh,
    downloadsOf: (group: string): SharedBreaker | undefined => downloads[group],
    see: ({ breaker, downloads: seen }: RequestBudget, nowMs: number): void => {
      noteDownloads(note, downloads, seen);
      downloads = seen;
      const wasOpen = isOpen;
      const wasHigh = isHigh;
      isOpen = judgeBreaker(breaker, rules, nowMs).kind !== 'closed';
      isHigh = isRateHigh(breaker, nowMs);
      isTroubled = isOpen || breaker.row > 0;
      if (isOpen && !wasOpen) note({ type: 'breaker_opened', host, pauseMs: breaker.pauseMs ?? 0 });
      if (!isOpen && wasOpen) note({ type: 'breaker_closed', host });
      if (isHigh && !wasHigh) note({ type: 'outage_rate_high', host });
      if (!isHigh && wasHigh) note({ type: 'outage_rate_normal', host });
    },
  };
};

/** Reports each group whose downloads began to wait, or wait no longer. */
const noteDownloads = (
  note: OcpAccessDeps['note'],
  before: DownloadBreakers,
  seen: DownloadBreakers,
): void => {
  for (const [group, { openUntilMs, pauseMs = 0 }] of Object.entries(seen)) {
    const isNew = openUntilMs !== undefined && before[group]?.openUntilMs === undefined;
    if (isNew) note({ type: 'downloads_paused', group, pauseMs });
  }
  for (const [group, { openUntilMs }] of Object.entries(before)) {
    const isOver = openUntilMs !== undefined && seen[group]?.openUntilMs === undefined;
    if (isOver) note({ type: 'downloads_resumed', group });
  }
};
