import type { Stores } from '@recordings/dynamodb-stores';
import { makeOcpAccess } from '@recordings/ocp-access';
import { breakerRulesOf, requestBudgetOf } from '@recordings/ocp-client';
import type { OcpGate } from '@recordings/reconciliation';
import {
  type Clock,
  type Logger,
  type Metrics,
  makeBudgetNotes,
  makeNote,
  startTimer,
} from '@recordings/service';
import type { Config } from './config.ts';

/** The access to OCP, which all workers share. */
export const makeGate = (
  config: Config,
  { coordination }: Pick<Stores, 'coordination'>,
  clock: Clock,
  processMetrics: Metrics,
  log: Logger,
): OcpGate => {
  const { name: host, limit } = requestBudgetOf(config);
  return makeOcpAccess({
    host,
    limit,
    rules: breakerRulesOf(config),
    changeBudget: coordination.changeBudget,
    now: clock.now,
    startTimer,
    random: Math.random,
    note: makeNote(makeBudgetNotes(processMetrics, host), log),
  });
};
