import type { Registry } from '@recordings/call-record';
import type { Stores } from '@recordings/dynamodb-stores';
import type { OcpCredentials } from '@recordings/ocp-client';
import type { Config } from '../../config.ts';
import { type Check, unchecked } from '../check.ts';
import { makeAskOcp } from './ask-ocp.ts';
import { checkOcpConnection } from './check-ocp-connection.ts';
import { checkOcpCredentials } from './check-ocp-credentials.ts';
import { readOcpCredentials } from './read-ocp-credentials.ts';

/** The checks of OCP, or why they cannot be made. */
export const ocpChecks = (
  config: Config,
  stores: Pick<Stores, 'coordination'>,
  load: () => Promise<Registry>,
  nowMs: number,
): Check[] => {
  const { OCP_BASE_URL: baseUrl, OCP_CREDENTIALS: source } = config;
  if (baseUrl === undefined || source === undefined) return [notConfigured];
  const read = () => readOcpCredentials(source);
  const connection: Check = {
    name: 'OCP connection',
    run: async (signal) => {
      const identity = identityOf(await read().catch(() => ({})));
      return checkOcpConnection({ baseUrl, isHttpAllowed: config.OCP_ALLOW_HTTP }, identity, nowMs).run(
        signal,
      );
    },
  };
  const ask = makeAskOcp({ ...config, OCP_BASE_URL: baseUrl }, stores);
  return [connection, checkOcpCredentials({ read, load, ask, nowMs })];
};

/** The groups of one OCP share a client certificate. */
const identityOf = (credentials: OcpCredentials) =>
  Object.values(credentials).find(({ clientCertificate }) => clientCertificate)?.clientCertificate;

const notConfigured: Check = {
  name: 'OCP',
  run: async () => ({
    looked: 'nothing',
    findings: [
      unchecked(
        'OCP_BASE_URL or OCP_CREDENTIALS is not set, so OCP was not asked',
        'set both as of the reconciler-worker; on AWS OCP_CREDENTIALS=secretsmanager:{prefix}/ocp-credentials',
      ),
    ],
  }),
};
