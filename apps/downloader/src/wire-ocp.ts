import type { RegistryGroup } from '@recordings/call-record';
import type { Stores } from '@recordings/dynamodb-stores';
import { holdRefused, makeOcpAccess } from '@recordings/ocp-access';
import {
  breakerRulesOf,
  credentialsMark,
  makeOcpClients,
  type OcpCredentials,
  requestBudgetOf,
} from '@recordings/ocp-client';
import {
  type Clock,
  type Logger,
  type Metrics,
  makeBudgetNotes,
  makeNote,
  makeRefusalNotes,
  observeOcpRequests,
  startTimer,
} from '@recordings/service';
import type { Config } from './config.ts';

type OcpDeps = Pick<Stores, 'coordination'> & {
  readonly clock: Clock;
  readonly processMetrics: Metrics;
  readonly log: Logger;
  readonly credentials: () => OcpCredentials;
};

/** The access to OCP, which all workers share, and the clients of groups. One whose credentials OCP refuses is held back. */
export const wireOcp = (
  config: Config,
  { coordination, clock, processMetrics, log, credentials }: OcpDeps,
) => {
  const { name: host, limit } = requestBudgetOf(config);
  const gate = makeOcpAccess({
    host,
    limit,
    rules: breakerRulesOf(config),
    changeBudget: coordination.changeBudget,
    now: clock.now,
    startTimer,
    random: Math.random,
    note: makeNote(makeBudgetNotes(processMetrics, host), log),
  });
  const clientOf = makeOcpClients(config, credentials, {
    gate,
    onRequest: observeOcpRequests(processMetrics),
  });
  const rule = {
    firstFaultDelayMs: config.OUTAGE_RETRY_SECONDS * 1000,
    maxFaultDelayMs: config.MAX_OUTAGE_RETRY_SECONDS * 1000,
  };
  const ocpOf = holdRefused<RegistryGroup>(
    {
      rule,
      credentialsMark: (group) => credentialsMark(credentials(), group.credentials),
      now: clock.now,
      note: makeNote(makeRefusalNotes(processMetrics), log),
    },
    clientOf,
  );
  return { gate, ocpOf };
};
