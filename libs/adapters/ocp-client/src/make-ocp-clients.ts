import type { OcpClient } from '@recordings/reconciliation';
import { type ClientGroup, makeOcpClient, type OcpClientDeps } from './make-ocp-client.ts';
import type { OcpConfig } from './ocp-config.ts';
import { requireCredentials } from './require-credentials.ts';

/**
 * The client of a group of the registry. Groups with the same credentials share connections.
 *
 * @throws {OcpCredentialsError} on use, if there are no credentials of that name.
 */
export const makeOcpClients = (
  config: OcpConfig,
  deps: Pick<OcpClientDeps, 'gate' | 'onRequest'>,
): ((group: ClientGroup & { readonly credentials: string }) => OcpClient) => {
  const clients = new Map(
    Object.entries(config.OCP_CREDENTIALS).map(([name, auth]) => [
      name,
      makeOcpClient(
        {
          baseUrl: config.OCP_BASE_URL,
          auth,
          requestTimeoutMs: config.OCP_TIMEOUT_MS,
          allowedDownloadHosts: config.OCP_DOWNLOAD_HOSTS,
          privateHosts: config.OCP_PRIVATE_HOSTS,
          isHttpAllowed: config.OCP_ALLOW_HTTP,
        },
        {
          ...deps,
          retryDelaysMs: config.OCP_RETRY_MS.split(',').map(Number),
        },
      ),
    ]),
  );
  return (group) => {
    requireCredentials(config, [group]);
    return clients.get(group.credentials)!(group);
  };
};
