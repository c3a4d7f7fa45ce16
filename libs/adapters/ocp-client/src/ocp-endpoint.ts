/** How we authenticate to OCP. A PAT belongs to one OCP group and expires when it is not used for 90 days. */
export type OcpAuth =
  | { readonly kind: 'api-key'; readonly apiKey: string }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'pat'; readonly token: string };

/**
 * Path templates, appended to the base URL. An absolute URL is used as it is. Placeholders: `{exportJobId}`,
 * `{recordingId}`, `{group}` and `{page}` (from 1).
 */
export type OcpPaths = {
  readonly createJob: string;
  readonly listJobs: string;
  readonly jobStatus: string;
  readonly jobRecordings: string;
  readonly recordingFile: string;
};

export type OcpEndpoint = {
  readonly baseUrl: string;
  readonly paths: OcpPaths;
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

/** The paths of the requirement documents. The vendor's own are not public, so a deployment can configure others. */
export const DEFAULT_OCP_PATHS: OcpPaths = {
  createJob: '/recordings/export',
  listJobs: '/recordings/export?tenantId={group}',
  jobStatus: '/recordings/export/{exportJobId}',
  jobRecordings: '/recordings/export/{exportJobId}/recordings?page={page}',
  recordingFile: '/recordings/export/{exportJobId}/files/{recordingId}',
};
