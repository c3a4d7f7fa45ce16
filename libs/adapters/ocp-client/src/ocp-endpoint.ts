/** How OCP knows us. A PAT belongs to one OCP group and goes stale when it is not used for 90 days. */
export type OcpAuth =
  | { readonly kind: 'api-key'; readonly apiKey: string }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'pat'; readonly token: string };

/**
 * Path templates, put behind the base URL; an absolute URL stands for itself. Placeholders: `{exportJobId}`,
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
  /** For an answer with its body; of a download, for its headers and then for each pause in its body. */
  readonly requestTimeoutMs: number;
  /** Hosts (`host` or `host:port`) that a request may be led to, beside the base URL's own. */
  readonly allowedDownloadHosts: readonly string[];
};

/** The paths of the requirement documents. The vendor's own are not public, so a deployment can bring others. */
export const DEFAULT_OCP_PATHS: OcpPaths = {
  createJob: '/recordings/export',
  listJobs: '/recordings/export?tenantId={group}',
  jobStatus: '/recordings/export/{exportJobId}',
  jobRecordings: '/recordings/export/{exportJobId}/recordings?page={page}',
  recordingFile: '/recordings/export/{exportJobId}/files/{recordingId}',
};
