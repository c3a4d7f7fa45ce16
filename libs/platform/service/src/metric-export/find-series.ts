import { metricNameOf, type Selection } from '@recordings/alarms';
import type { MetricSnapshot } from '../make-metrics.ts';

/** One exported metric of this process, with the series that are added to it. */
export type ExportedMetric = {
  /** Its name in CloudWatch. */
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  /** Values by metric and labels. */
  readonly series: ReadonlyMap<string, number>;
};

/** Finds the selected series. A selection of a metric that this process does not have is left out. */
export const findSeries = (
  snapshots: readonly MetricSnapshot[],
  selections: readonly Selection[],
): ExportedMetric[] =>
  selections.flatMap((selection) => {
    const snapshot = snapshots.find(({ name }) => name === selection.metric);
    return snapshot ? exportsOf(snapshot, selection) : [];
  });

const exportsOf = (snapshot: MetricSnapshot, selection: Selection): ExportedMetric[] => {
  const selected = snapshot.values.filter(({ labels }) => isSelected(selection, labels));
  const name = metricNameOf(selection);
  switch (snapshot.type) {
    case 'counter':
      return [{ name, type: 'counter', series: seriesOf(selected) }];
    case 'gauge':
      // Without a series its value is unknown, which is not 0.
      return selected.length === 0 ? [] : [{ name, type: 'gauge', series: seriesOf(selected) }];
    case 'histogram':
      return ['sum', 'count'].map((part) => ({
        name: `${name}_${part}`,
        type: 'counter',
        series: seriesOf(selected.filter(({ metricName }) => metricName === `${snapshot.name}_${part}`)),
      }));
    case 'summary':
      return [];
    default:
      return snapshot.type satisfies never;
  }
};

type Value = MetricSnapshot['values'][number];

const isSelected = ({ where }: Selection, labels: Value['labels']): boolean =>
  where === undefined || where.isOneOf.includes(String(labels[where.label] ?? ''));

const seriesOf = (values: readonly Value[]): ReadonlyMap<string, number> =>
  new Map(
    values
      .filter(({ value }) => Number.isFinite(value))
      .map(({ metricName = '', labels, value }) => [metricName + JSON.stringify(labels), value]),
  );
