import type { Metrics } from './make-metrics.ts';

export type OcpRequestSample = {
  readonly operation: string;
  readonly outcome: string;
  readonly durationMs: number;
};

/** Makes the observer that every service gives to its OCP client: `ocp_requests_total` and `ocp_latency_seconds`. */
export const observeOcpRequests = (metrics: Metrics): ((sample: OcpRequestSample) => void) => {
  const requests = metrics.counter('ocp_requests_total', 'Requests to OCP by operation and outcome', [
    'operation',
    'outcome',
  ]);
  const latencyS = metrics.histogram('ocp_latency_seconds', 'Latency of requests to OCP', ['operation']);
  return ({ operation, outcome, durationMs }) => {
    requests.inc({ operation, outcome });
    latencyS.observe({ operation }, durationMs / 1000);
  };
};
