import type { Metrics } from './make-metrics.ts';

export type OcpRequestSample = {
  readonly operation: string;
  readonly outcome: string;
  readonly durationMs: number;
};

/** Outcomes that are no errors of OCP: an answer that leads on, and a request that we stopped ourselves. */
const noErrors: ReadonlySet<string> = new Set(['OK', 'REDIRECTED', 'ABORTED']);

/** A request may take 30 s until it is answered (OCP_TIMEOUT_MS), and a download of a large recording takes minutes. */
const LATENCY_BUCKETS_S = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300];

/**
 * Makes the observer that every service gives to its OCP client: `ocp_requests_total`, `ocp_errors_total` and
 * `ocp_latency_seconds`.
 */
export const observeOcpRequests = (metrics: Metrics): ((sample: OcpRequestSample) => void) => {
  const requests = metrics.counter('ocp_requests_total', 'Requests to OCP by operation and outcome', [
    'operation',
    'outcome',
  ]);
  const errors = metrics.counter('ocp_errors_total', 'Requests to OCP that failed, by code of the error', [
    'type',
  ]);
  const latencyS = metrics.histogram(
    'ocp_latency_seconds',
    'Latency of requests to OCP',
    ['operation'],
    LATENCY_BUCKETS_S,
  );
  return ({ operation, outcome, durationMs }) => {
    requests.inc({ operation, outcome });
    if (!noErrors.has(outcome)) errors.inc({ type: outcome });
    latencyS.observe({ operation }, durationMs / 1000);
  };
};
