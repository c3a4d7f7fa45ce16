import { faultOf } from '@recordings/fault';
import type { FetchEvent } from '@recordings/recording-fetch';
import type { NoteTable } from '@recordings/service';
import type { DownloaderMetrics } from './downloader-metrics.ts';

/** What each event of fetching a recording becomes: a metric, a log line, or both. */
export const makeDownloaderNotes = (metrics: DownloaderMetrics): NoteTable<FetchEvent> => ({
  recording_downloaded: {
    level: ({ result }) => (result === 'quarantined' ? 'warn' : 'info'),
    message: 'recording downloaded',
    count: ({ result, reason, durationMs }) => {
      metrics.downloads.inc({ result, reason });
      metrics.processingMs.observe({}, durationMs);
    },
  },
  download_ignored: { count: ({ reason }) => metrics.ignored.inc({ reason }) },
  group_unknown: {
    level: ({ disposition }) => (disposition === 'postpone' ? 'warn' : 'error'),
    message: 'the registry does not have the group of the message for its tenant',
    count: ({ disposition }) => metrics.groupUnknown.inc({ outcome: disposition }),
  },
  download_failed: {
    level: 'error',
    message: 'recording cannot be downloaded',
    count: ({ code }) => metrics.downloads.inc({ result: 'failed', reason: code }),
  },
  download_held: { count: ({ code }) => metrics.downloads.inc({ result: 'held', reason: code }) },
  download_put_off: {
    // A transient fault ends without us. Wrong credentials need an operator.
    level: ({ err }) => (faultOf(err) === 'retryable' ? 'warn' : 'error'),
    message: 'download put off; the task will be tried again',
    count: ({ code }) => metrics.downloads.inc({ result: 'put off', reason: code }),
  },
});
