import {
  type BudgetLimit,
  type ClaimAnswer,
  claimDepartures,
  EMPTY_BUDGET,
  isMissed,
  MAX_AHEAD_MS,
  type RequestBudget,
} from '@recordings/reconciliation';
import { z } from 'zod';
import { makeVirtualTable, type World } from '../tables/virtual-table.ts';
import type { Process } from '../time/machine.ts';

const BudgetItem = z.custom<RequestBudget & { readonly revision: number }>();
const NAME = 'ocp';
const MAX_LEAD_MS = 4_000;

/**
 * The request budget that all processes share, in one item of a table.
 *
 * @param onDeparture called at the instant at which a request may leave.
 */
export const makeVirtualBudget = (world: World, limit: BudgetLimit, onDeparture: () => void) => {
  const table = makeVirtualTable(world, BudgetItem);
  const { machine, timeline } = world;

  const claim = (life: Process['life'], now: () => number, leadMs: number): Promise<ClaimAnswer> =>
    table.change<ClaimAnswer>(life, NAME, (current) => {
      const request = { count: 1, leadMs, aheadMs: MAX_AHEAD_MS };
      const answer = claimDepartures(current ?? EMPTY_BUDGET, limit, request, now());
      if (answer.kind === 'full') return { result: answer };
      const revision = (current?.revision ?? 0) + 1;
      return { next: { ...answer.budget, revision }, result: answer };
    });

  return {
    /** Waits for a departure. @throws the signal's reason after it aborts. */
    acquire: async (
      { life, skewMs }: Pick<Process, 'life' | 'skewMs'>,
      signal: AbortSignal,
    ): Promise<void> => {
      const now = (): number => timeline.nowMs() + skewMs;
      let leadMs = 0;
      for (;;) {
        signal.throwIfAborted();
        const askedMs = now();
        const answer = await claim(life, now, leadMs);
        if (answer.kind === 'full') {
          await machine.sleep(life, answer.waitMs);
          continue;
        }
        const [departureMs] = answer.departuresMs;
        await machine.sleep(life, departureMs! - now());
        if (!isMissed(departureMs!, now())) return onDeparture();
        leadMs = Math.min(now() - askedMs, MAX_LEAD_MS);
      }
    },
  };
};
