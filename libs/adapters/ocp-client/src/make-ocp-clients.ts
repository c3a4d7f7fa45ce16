import { type OcpClient, OcpCredentialsError } from '@recordings/reconciliation';
import { type ClientGroup, makeOcpClient, type OcpClientDeps } from './make-ocp-client.ts';
import type { OcpConfig } from './ocp-config.ts';

/**
 * The client of a group of the registry. Groups with the same credentials share connections.
 *
 * @param names the credentials that the registry's groups name.
 * @throws {OcpCredentialsError} listing the names that OCP_CREDENTIALS lacks.
 */
export const makeOcpClients = (
  config: OcpConfig,
  names: readonly string[],
  deps: Pick<OcpClientDeps, 'gate' | 'onRequest'>,
): ((group: ClientGroup & { readonly credentials: string }) => OcpClient) => {
  const missing = [...new Set(names)].filter((name) => config.OCP_CREDENTIALS[name] === undefined);
  if (missing.length > 0) {
    throw new OcpCredentialsError(
      `OCP_CREDENTIALS lacks credentials that the registry names: ${missing.join(', ')}`,
    );
  }
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
  return (group) => clients.get(group.credentials)!(group);
};
