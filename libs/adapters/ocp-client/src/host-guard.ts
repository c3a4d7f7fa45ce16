import { OcpForbiddenHostError } from '@recordings/reconciliation';
import type { OcpEndpoint } from './ocp-endpoint.ts';

export type HostGuard = (operation: string, url: URL) => void;

/**
 * Allows requests to the base URL's host and to `allowedDownloadHosts`. If the base URL is https, it refuses http.
 *
 * @throws {OcpForbiddenHostError} from the guard, for any other URL.
 */
export const makeHostGuard = ({
  baseUrl,
  allowedDownloadHosts,
}: Pick<OcpEndpoint, 'baseUrl' | 'allowedDownloadHosts'>): HostGuard => {
  const base = new URL(baseUrl);
  const allowed = new Set([base.host, ...allowedDownloadHosts.map((host) => host.toLowerCase())]);
  const protocols = base.protocol === 'https:' ? ['https:'] : ['http:', 'https:'];

  return (operation, { host, protocol }) => {
    if (!protocols.includes(protocol)) {
      throw new OcpForbiddenHostError(
        `OCP ${operation}: led to ${host} by ${protocol}, not ${protocols.join(' or ')}`,
      );
    }
    if (!allowed.has(host)) {
      throw new OcpForbiddenHostError(
        `OCP ${operation}: led to ${host}; allowed: ${[...allowed].join(', ')}`,
      );
    }
  };
};
