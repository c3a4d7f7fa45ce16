import { type BudgetLimit, RequestBudget, takePermit } from '@recordings/reconciliation';
import { z } from 'zod';
import { makeVirtualTable, type World } from '../tables/virtual-table.ts';
import type { Process } from '../time/machine.ts';

const BudgetItem = RequestBudget.extend({ revision: z.number().int() });
const NAME = 'ocp';
const MAX_WAIT_MS = 5_000;

/**
 * The request budget that all processes share, in one item of a table.
 *
 * @param onGranted called at the instant at which a permit is written.
 */
export const makeVirtualBudget = (world: World, limit: BudgetLimit, onGranted: () => void) => {
  const table = makeVirtualTable(world, BudgetItem, onGranted);
  return {
    /** Waits until the budget has a permit, and takes it. @throws the signal's reason after it aborts. */
    acquire: async (
      { life, skewMs }: Pick<Process, 'life' | 'skewMs'>,
      signal: AbortSignal,
    ): Promise<void> => {
      for (;;) {
        signal.throwIfAborted();
        const waitMs = await table.change(life, NAME, (current) => {
          const answer = takePermit(current ?? { grants: {} }, limit, world.timeline.nowMs() + skewMs);
          if (answer.kind === 'exhausted') return { result: Math.min(answer.retryAfterMs, MAX_WAIT_MS) };
          const revision = (current?.revision ?? 0) + 1;
          return { next: { ...answer.budget, revision }, result: 0 };
        });
        if (waitMs === 0) return;
        await world.machine.sleep(life, waitMs);
      }
    },
  };
};
