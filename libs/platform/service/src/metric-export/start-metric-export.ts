import { exportedSelections } from '@recordings/alarms';
import type { Logger } from '../make-logger.ts';
import type { Metrics } from '../make-metrics.ts';
import { findSeries } from './find-series.ts';
import { renderEmf } from './render-emf.ts';
import { type Baseline, takeValues } from './take-values.ts';

export type MetricExportOptions = {
  readonly metrics: Metrics;
  readonly log: Logger;
  /** 0 exports nothing, also not at the stop. */
  readonly everyS: number;
  readonly stage: string;
  /** Epoch milliseconds. */
  readonly now?: () => number;
};

export type MetricExport = {
  /** Does the work, then exports what was counted since the last export. @throws what `work` throws, after the export. */
  stopAfter<T>(work: () => Promise<T>): Promise<T>;
};

/** Writes the metrics that alarms and dashboards need to the log, from where CloudWatch takes them. */
export const startMetricExport = (options: MetricExportOptions): MetricExport => {
  if (options.everyS === 0) return { stopAfter: (work) => work() };
  const exportOnce = makeExportOnce(options);
  const timer = setInterval(() => void exportOnce(), options.everyS * 1000).unref();
  return {
    stopAfter: async (work) => {
      try {
        return await work();
      } finally {
        clearInterval(timer);
        await exportOnce();
      }
    },
  };
};

/** Exports one after another: each needs the baseline of the one before. */
const makeExportOnce = (options: MetricExportOptions): (() => Promise<void>) => {
  const { metrics, log, stage, now = Date.now } = options;
  // Metrics are written at every LOG_LEVEL.
  const lines = log.child({}, { level: 'info' });
  let baseline: Baseline = new Map();
  let last: Promise<void> = Promise.resolve();
  const exportNow = async (): Promise<void> => {
    try {
      const taken = takeValues(findSeries(await metrics.snapshot(), exportedSelections), baseline);
      for (const line of renderEmf({ values: taken.values, stage, atEpochMs: now() }))
        lines.info({ event: 'metrics', ...line });
      baseline = taken.baseline;
    } catch (error) {
      log.error({ err: error, event: 'metrics_not_exported' }, 'metrics could not be exported');
    }
  };
  return () => (last = last.then(exportNow));
};
