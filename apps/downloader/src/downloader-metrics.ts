import type { Metrics } from '@recordings/service';

export const makeDownloaderMetrics = (metrics: Metrics) => ({
  messages: metrics.counter('messages_total', 'Messages by queue and what became of them', [
    'queue',
    'outcome',
  ]),
  pollsFailed: metrics.counter('polls_failed_total', 'Polls that brought no answer, by queue', ['queue']),
  downloads: metrics.counter('downloads_total', 'Downloads by what became of them', ['result', 'reason']),
  ignored: metrics.counter('downloads_ignored_total', 'Tasks that concerned nothing any more', ['reason']),
  unassigned: metrics.counter(
    'unassigned_line_of_business_total',
    'Recordings whose line of business no rule names',
  ),
  ocpRequests: metrics.counter('ocp_requests_total', 'Requests to OCP by operation and outcome', [
    'operation',
    'outcome',
  ]),
  ocpLatencyS: metrics.histogram('ocp_latency_seconds', 'Latency of requests to OCP', ['operation']),
});

export type DownloaderMetrics = ReturnType<typeof makeDownloaderMetrics>;
