import type { RegistryGroup } from '@recordings/call-record';
import type { Stores } from '@recordings/dynamodb-stores';
import { makeOcpClients, type OcpCredentials } from '@recordings/ocp-client';
import type { Config } from '../../config.ts';
import { openOcpGate } from './open-ocp-gate.ts';

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
  stores: Pick<Stores, 'coordination'>,
): AskOcp => {
  const gate = openOcpGate(config, stores);
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
