import {
  type BudgetEvent,
  type BudgetLimit,
  claimDepartures,
  impossibleClaims,
  MAX_AHEAD_MS,
  type ReadBudget,
} from '@recordings/reconciliation';
import type { CoordinationStore } from './coordination-store.ts';
import { ContendedItemError } from './errors.ts';

/** Another worker may take the room that comes free, so a worker asks again at least this often. */
const MAX_WAIT_MS = 5_000;

export type PermitDeps = {
  readonly coordination: Pick<CoordinationStore, 'changeBudget'>;
  readonly host: string;
  readonly limit: BudgetLimit;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly note: (event: BudgetEvent) => void;
};

export type PermitAnswer =
  | { readonly kind: 'claimed'; readonly departureMs: number }
  | { readonly kind: 'wait'; readonly waitMs: number };

/** Claims one departure at least `leadMs` ahead. @returns the departure, or the wait until the next try. */
export const askForPermit = async (deps: PermitDeps, leadMs: number): Promise<PermitAnswer> => {
  const { coordination, host, limit, now } = deps;
  try {
    return await coordination.changeBudget<PermitAnswer>(host, (read) => {
      const nowMs = now();
      noteFaults(deps, read, nowMs);
      const request = { count: 1, leadMs, aheadMs: MAX_AHEAD_MS };
      const answer = claimDepartures(read.budget, limit, request, nowMs);
      return answer.kind === 'claimed'
        ? { next: answer.budget, result: { kind: 'claimed', departureMs: answer.departuresMs[0]! } }
        : { result: { kind: 'wait', waitMs: Math.min(answer.waitMs, MAX_WAIT_MS) } };
    });
  } catch (error) {
    // Many workers wrote the item at once. That is no outage, and its tries included waits.
    if (error instanceof ContendedItemError) return { kind: 'wait', waitMs: 1 };
    throw error;
  }
};

const noteFaults = (
  { note, host, limit }: PermitDeps,
  { budget, unreadable }: ReadBudget,
  nowMs: number,
): void => {
  if (unreadable.length > 0) note({ type: 'budget_item_unreadable', host, attributes: unreadable });
  for (const { lastMs } of impossibleClaims(budget, limit, nowMs)) {
    note({ type: 'budget_claim_ignored', host, aheadMs: lastMs - nowMs });
  }
};
