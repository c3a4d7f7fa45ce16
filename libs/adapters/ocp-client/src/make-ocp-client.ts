import type { LookupFunction } from 'node:net';
import type { ExportApi } from '@recordings/call-record';
import type { OcpClient, OcpGate } from '@recordings/reconciliation';
import { makeGuardedLookup } from './address-guard.ts';
import { makeArchiveCache } from './archive/archive-cache.ts';
import { makeCredential } from './auth/make-credential.ts';
import { makeDialect } from './dialect/make-dialect.ts';
import { makeExchange, type OcpRequestSample } from './exchange.ts';
import { makeHostGuard } from './host-guard.ts';
import { makeLinkFinder } from './links/job-links.ts';
import type { OcpEndpoint } from './ocp-endpoint.ts';
import { makeOcpHttp, type OcpHttp } from './ocp-http.ts';
import { createJob } from './operations/create-job.ts';
import { download, type JobCaches } from './operations/download.ts';
import { jobCdrs } from './operations/job-cdrs.ts';
import { jobRecordings } from './operations/job-recordings.ts';
import { jobStatus } from './operations/job-status.ts';
import { listJobs } from './operations/list-jobs.ts';
import { DEFAULT_RETRY_DELAYS_MS } from './retry-reads.ts';

export type OcpClientDeps = {
  /** The access that all workers share. Every HTTP request awaits a permit. */
  readonly gate: OcpGate;
  /** Called after every HTTP request. Its duration does not include the wait for the permit. */
  readonly onRequest?: (sample: OcpRequestSample) => void;
  /** Called when OCP has accepted the credential. */
  readonly onAccepted?: () => void;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Resolves host names: DNS, unless a test names another. */
  readonly lookup?: LookupFunction;
  /** Milliseconds before each repetition of a GET, give or take a fifth. */
  readonly retryDelaysMs?: readonly number[];
};

/** The name of an OCP group, and the API that its export profile describes. */
export type ClientGroup = { readonly name: string; readonly exportApi: ExportApi };

/** The clients of one OCP endpoint, which share its connections and its credential. */
export type OcpClientSource = {
  of(group: ClientGroup): OcpClient;
  /** What sends its requests. */
  httpOf(group: ClientGroup): OcpHttp;
};

/**
 * A client of one OCP endpoint for each group.
 *
 * @throws {OcpCredentialsError} if the credential is not a valid header value.
 * @throws {TypeError} if the base URL is not a URL.
 */
export const makeOcpClient = (endpoint: OcpEndpoint, deps: OcpClientDeps): OcpClientSource => {
  const { baseUrl, auth, requestTimeoutMs, privateHosts, isHttpAllowed } = endpoint;
  const { gate, onRequest = () => undefined, now = Date.now, lookup } = deps;
  const secrets = (): readonly string[] => credential.secrets();
  const exchange = makeExchange({
    timeoutMs: requestTimeoutMs,
    origin: new URL(baseUrl).origin,
    clientCertificate: auth.clientCertificate,
    certificateOrigins: auth.kind === 'oidc' ? [new URL(auth.tokenUrl, baseUrl).origin] : [],
    secrets,
    now,
    lookup: makeGuardedLookup(privateHosts, lookup),
    onRequest,
  });
  const credential = makeCredential(auth, { baseUrl, exchange, isHttpAllowed, gate, now });
  const guard = makeHostGuard(endpoint);
  const { retryDelaysMs = DEFAULT_RETRY_DELAYS_MS } = deps;
  const http = { baseUrl, guard, exchange, gate, credential, retryDelaysMs, onAccepted: deps.onAccepted };
  const caches = { archives: makeArchiveCache(), links: makeLinkFinder() };
  const httpOf = ({ name: group, exportApi: api }: ClientGroup): OcpHttp =>
    makeOcpHttp({ ...http, api, dialect: makeDialect(api), group });
  return { of: (group) => clientOf(httpOf(group), caches), httpOf };
};

const clientOf = (http: OcpHttp, caches: JobCaches): OcpClient => ({
  reservePermit: http.reservePermit,
  giveBackPermit: http.giveBackPermit,
  createJob: (request, signal, held) => createJob(http, request, signal, held),
  listJobs: (group, signal, held) => listJobs(http, group, signal, held),
  jobStatus: (exportJobId, signal) => jobStatus(http, exportJobId, signal),
  jobRecordings: (exportJobId, signal) => jobRecordings(http, exportJobId, signal),
  jobCdrs: (exportJobId, signal) => jobCdrs(http, exportJobId, signal),
  download: (exportJobId, recordingId, signal, held) =>
    download(http, caches, { exportJobId, recordingId }, signal, held),
});
