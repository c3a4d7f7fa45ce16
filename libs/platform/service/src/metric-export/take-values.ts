import type { ExportedMetric } from './find-series.ts';

/** Values of counters at the last export, by metric, then by series. */
export type Baseline = ReadonlyMap<string, ReadonlyMap<string, number>>;

export type Taken = {
  /** By the metric's name in CloudWatch. */
  readonly values: Readonly<Record<string, number>>;
  readonly baseline: Baseline;
};

/**
 * Gives a counter's growth since the baseline and a gauge's value. CloudWatch adds the growth of all processes, so each
 * event must be in one export only.
 */
export const takeValues = (metrics: readonly ExportedMetric[], baseline: Baseline): Taken => {
  const counters = metrics.filter(({ type }) => type === 'counter');
  return {
    values: Object.fromEntries(
      metrics.map(({ name, type, series }) => [
        name,
        type === 'gauge' ? sum(series.values()) : growthOf(series, baseline.get(name)),
      ]),
    ),
    baseline: new Map(counters.map(({ name, series }) => [name, series])),
  };
};

/** A series below its baseline was reset and began again at 0. */
const growthOf = (series: ReadonlyMap<string, number>, before: ReadonlyMap<string, number> = new Map()) =>
  sum(
    [...series].map(([key, value]) => {
      const last = before.get(key) ?? 0;
      return value >= last ? value - last : value;
    }),
  );

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
