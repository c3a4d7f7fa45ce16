import type { RegistryGroup } from '@recordings/call-record';
import type { Stores } from '@recordings/dynamodb-stores';
import { makeOcpAccess } from '@recordings/ocp-access';
import { breakerRulesOf, makeOcpClients, type OcpCredentials, requestBudgetOf } from '@recordings/ocp-client';
import type { Config } from '../../config.ts';

export type AskOcp = (
  group: RegistryGroup,
  credentials: OcpCredentials,
  signal: AbortSignal,
) => Promise<void>;

/** One short repetition: a person waits for the answer. */
const RETRY_MS = '500';
const MAX_TIMEOUT_MS = 15_000;

/** Makes the function that lists the export jobs of a group, which changes nothing. It takes from the budget of the workers. */
export const makeAskOcp = (
  config: Config & { readonly OCP_BASE_URL: string },
  { coordination }: Pick<Stores, 'coordination'>,
): AskOcp => {
  const { name: host, limit } = requestBudgetOf(config);
  const gate = makeOcpAccess({
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
  return async (group, credentials, signal) => {
    const asked = {
      ...config,
      OCP_RETRY_MS: RETRY_MS,
      OCP_TIMEOUT_MS: Math.min(config.OCP_TIMEOUT_MS, MAX_TIMEOUT_MS),
      OCP_CREDENTIALS: { credentials },
      OCP_CREDENTIALS_RELOAD_SECONDS: 60,
    };
    await makeOcpClients(asked, () => credentials, { gate })(group).listJobs(group.name, signal);
  };
};
