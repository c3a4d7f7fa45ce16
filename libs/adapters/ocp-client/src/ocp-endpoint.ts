import type { OcpAuth } from './auth/ocp-auth.ts';

export type OcpEndpoint = {
  readonly baseUrl: string;
  readonly auth: OcpAuth;
  /** Limit for an answer with its body. For a download: for its headers, then for each pause in its body. */
  readonly requestTimeoutMs: number;
  /** Further hosts (`host` or `host:port`) that a redirect or a path template may lead to. */
  readonly allowedDownloadHosts: readonly string[];
  /** Host names, without port, that may have loopback or private addresses. An address in a URL above names itself. */
  readonly privateHosts: readonly string[];
  /** Whether the base URL, path templates and redirects may be plain http. */
  readonly isHttpAllowed: boolean;
};
