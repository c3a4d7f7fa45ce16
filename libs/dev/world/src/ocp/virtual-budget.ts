import { type ChangeBudget, makeOcpAccess } from '@recordings/ocp-access';
import { type BudgetLimit, EMPTY_BUDGET, type OcpGate, type RequestBudget } from '@recordings/reconciliation';
import { z } from 'zod';
import { makeVirtualTable, type World } from '../tables/virtual-table.ts';
import type { Life } from '../time/machine.ts';
import { MINUTE_MS } from '../time/timeline.ts';

const BudgetItem = z.custom<RequestBudget & { readonly revision: number }>();
const NAME = 'ocp';
const BREAKER = { rowPauseMs: MINUTE_MS, burstPauseMs: 5 * MINUTE_MS };

/** The request budget that all processes share, in one item of a table. */
export const makeVirtualBudget = (world: World, limit: BudgetLimit) => {
  const { machine, random } = world;
  const table = makeVirtualTable(world, 'budget', BudgetItem);
  const gates = new WeakMap<Life, OcpGate>();

  const changeOf =
    (life: Life): ChangeBudget =>
    async (_, change) => {
      const current = await table.get(life, NAME);
      const { next, result } = change({ budget: current ?? EMPTY_BUDGET, unreadable: [] });
      if (!next) return { isWritten: false, result };
      const revision = (current?.revision ?? 0) + 1;
      return { isWritten: await table.put(life, NAME, { ...next, revision }), result };
    };
  const makeGate = (life: Life): OcpGate =>
    makeOcpAccess({
      host: NAME,
      limit,
      rules: BREAKER,
      changeBudget: changeOf(life),
      now: life.clock.nowMs,
      startTimer: (delayMs, onElapsed) => {
        let isCancelled = false;
        void machine.sleep(life, delayMs).then(() => isCancelled || onElapsed());
        return () => {
          isCancelled = true;
        };
      },
      random: () => random.between(0, 1),
      note: () => undefined,
    });

  return {
    /** The access of one life of a process. */
    gateOf: (life: Life): OcpGate => {
      const gate = gates.get(life) ?? makeGate(life);
      gates.set(life, gate);
      return gate;
    },
  };
};
