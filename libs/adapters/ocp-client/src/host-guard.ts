import { OcpForbiddenHostError, OcpInsecureUrlError } from '@recordings/reconciliation';
import { isLinkLocal } from './address-guard.ts';
import type { OcpEndpoint } from './ocp-endpoint.ts';

export type HostGuard = (operation: string, url: URL) => void;

/**
 * Allows requests by https to the base URL's host and to `allowedDownloadHosts`, and by http only if `isHttpAllowed`.
 *
 * @throws {OcpInsecureUrlError} from the guard, for http that is not allowed.
 * @throws {OcpForbiddenHostError} from the guard, for any other host or protocol, and for a link-local address.
 */
export const makeHostGuard = ({
  baseUrl,
  allowedDownloadHosts,
  isHttpAllowed,
}: Pick<OcpEndpoint, 'baseUrl' | 'allowedDownloadHosts' | 'isHttpAllowed'>): HostGuard => {
  const base = new URL(baseUrl);
  const allowed = new Set([base.host, ...allowedDownloadHosts.map((host) => host.toLowerCase())]);

  return (operation, { host, hostname, protocol }) => {
    if (protocol === 'http:' && !isHttpAllowed) {
      throw new OcpInsecureUrlError(`OCP ${operation}: led to ${host} by http; only https is allowed`);
    }
    if (protocol !== 'http:' && protocol !== 'https:') {
      throw new OcpForbiddenHostError(`OCP ${operation}: led to ${host} by ${protocol}, not https`);
    }
    if (isLinkLocal(hostname)) {
      throw new OcpForbiddenHostError(`OCP ${operation}: led to ${host}, a link-local address`);
    }
    if (!allowed.has(host)) {
      throw new OcpForbiddenHostError(
        `OCP ${operation}: led to ${host}; allowed: ${[...allowed].join(', ')}`,
      );
    }
  };
};
