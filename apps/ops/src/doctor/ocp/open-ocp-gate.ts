import type { Stores } from '@recordings/dynamodb-stores';
import { makeOcpAccess } from '@recordings/ocp-access';
import { breakerRulesOf, requestBudgetOf } from '@recordings/ocp-client';
import type { OcpGate } from '@recordings/reconciliation';
import type { Config } from '../../config.ts';

/** The access to OCP that all workers share: each request of a person takes from their budget. */
export const openOcpGate = (
  config: Config & { readonly OCP_BASE_URL: string },
  { coordination }: Pick<Stores, 'coordination'>,
): OcpGate => {
  const { name: host, limit } = requestBudgetOf(config);
  return makeOcpAccess({
    host,
    limit,
    rules: breakerRulesOf(config),
    changeBudget: coordination.changeBudget,
    now: Date.now,
    startTimer: (delayMs, onElapsed) => {
      const timer = setTimeout(onElapsed, delayMs);
      return () => clearTimeout(timer);
    },
    random: Math.random,
    note: () => undefined,
  });
};
