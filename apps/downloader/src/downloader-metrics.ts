import type { Metrics } from '@recordings/service';

export const makeDownloaderMetrics = (metrics: Metrics) => ({
  messages: metrics.counter('messages_total', 'Messages by queue and outcome', ['queue', 'outcome']),
  pollsFailed: metrics.counter('polls_failed_total', 'Polls that got no answer, by queue', ['queue']),
  paused: metrics.counter(
    'queue_pauses_total',
    'Pauses of a queue whose messages fail by the configuration, by queue and code',
    ['queue', 'code'],
  ),
  downloads: metrics.counter('downloads_total', 'Downloads by result and reason', ['result', 'reason']),
  processingMs: metrics.histogram(
    'processing_time_per_call_ms',
    'Time in milliseconds from the permit of a download until its recording is stored or in quarantine',
    [],
    [100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000],
  ),
  groupUnknown: metrics.counter(
    'messages_group_unknown_total',
    'Messages whose group the registry does not have, by outcome',
    ['outcome'],
  ),
  ignored: metrics.counter('downloads_ignored_total', 'Tasks for which nothing was fetched, by reason', [
    'reason',
  ]),
  unassigned: metrics.counter(
    'unassigned_line_of_business_total',
    'Recordings for which no rule names a line of business',
  ),
});

export type DownloaderMetrics = ReturnType<typeof makeDownloaderMetrics>;
