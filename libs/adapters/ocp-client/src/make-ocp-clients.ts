import { isDeepStrictEqual } from 'node:util';
import { type OcpClient, OcpCredentialsError } from '@recordings/reconciliation';
import type { OcpAuth, OcpCredentials } from './auth/ocp-auth.ts';
import {
  type ClientGroup,
  makeOcpClient,
  type OcpClientDeps,
  type OcpClientSource,
} from './make-ocp-client.ts';
import type { OcpConfig } from './ocp-config.ts';

type Kept = { readonly auth: OcpAuth; readonly source: OcpClientSource };

/**
 * The client of a group of the registry. Groups with the same credentials share connections and tokens. Credentials that
 * have changed are used from the next request on; requests in hand end with the old ones.
 *
 * @param credentials gives those in use.
 * @throws {OcpCredentialsError} on use, if there are no credentials of that name.
 */
export const makeOcpClients = (
  config: OcpConfig,
  credentials: () => OcpCredentials,
  {
    onAccepted,
    ...deps
  }: Pick<OcpClientDeps, 'gate' | 'onRequest'> & {
    /** Called with the name of credentials that OCP has accepted. */
    readonly onAccepted?: (name: string) => void;
  },
): ((group: ClientGroup & { readonly credentials: string }) => OcpClient) => {
  const kept = new Map<string, Kept>();

  const sourceOf = (name: string): OcpClientSource => {
    const known = credentials();
    if (!Object.hasOwn(known, name)) throw new OcpCredentialsError(`OCP_CREDENTIALS lacks "${name}"`);
    const auth = known[name]!;
    const before = kept.get(name);
    if (before && isDeepStrictEqual(before.auth, auth)) return before.source;
    const source = makeOcpClient(endpointOf(config, auth), {
      ...deps,
      onAccepted: () => onAccepted?.(name),
      retryDelaysMs: config.OCP_RETRY_MS.split(',').map(Number),
    });
    // Operations in hand end with the client before. It closes its idle connections by itself.
    kept.set(name, { auth, source });
    return source;
  };
  return (group) => sourceOf(group.credentials).of(group);
};

export const endpointOf = (config: OcpConfig, auth: OcpAuth) => ({
  baseUrl: config.OCP_BASE_URL,
  auth,
  requestTimeoutMs: config.OCP_TIMEOUT_MS,
  allowedDownloadHosts: config.OCP_DOWNLOAD_HOSTS,
  privateHosts: config.OCP_PRIVATE_HOSTS,
  isHttpAllowed: config.OCP_ALLOW_HTTP,
});
