import { makeMetrics } from './make-metrics.ts';
import { observeOcpRequests } from './observe-ocp-requests.ts';

const expositionAfter = (...outcomes: string[]): Promise<string> => {
  const metrics = makeMetrics('downloader');
  const observe = observeOcpRequests(metrics);
  for (const outcome of outcomes) observe({ operation: 'download', outcome, durationMs: 500 });
  return metrics.exposition();
};

describe('observeOcpRequests', () => {
  it('counts a failed request by the code of its error, and times it', async () => {
    const text = await expositionAfter('OCP_TIMEOUT', 'OCP_TIMEOUT');
    expect(text).toContain('ocp_errors_total{type="OCP_TIMEOUT",service="downloader"} 2');
    expect(text).toContain(
      'ocp_requests_total{operation="download",outcome="OCP_TIMEOUT",service="downloader"} 2',
    );
    expect(text).toContain('ocp_latency_seconds_sum{service="downloader",operation="download"} 1');
  });

  it('tells latencies apart up to minutes, beyond the time limit of an answer', async () => {
    const metrics = makeMetrics('downloader');
    observeOcpRequests(metrics)({ operation: 'download', outcome: 'OK', durationMs: 45_000 });
    const text = await metrics.exposition();
    expect(text).toContain('ocp_latency_seconds_bucket{le="30",service="downloader",operation="download"} 0');
    expect(text).toContain('ocp_latency_seconds_bucket{le="60",service="downloader",operation="download"} 1');
  });

  it.each(['OK', 'REDIRECTED', 'ABORTED'])('counts no error for the outcome %s', async (outcome) => {
    expect(await expositionAfter(outcome)).not.toContain('ocp_errors_total{');
  });
});
