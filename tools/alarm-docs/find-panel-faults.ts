import type { Panel, PanelSeries } from '@recordings/alarms';
import type { ExportedMetric, ExportedMetrics } from './record-metrics.ts';

/** What the dashboard shows that no service exports. One line each. */
export const findPanelFaults = (panels: readonly Panel[], exported: ExportedMetrics): string[] =>
  panels.flatMap(({ title, series }) =>
    series.flatMap((one) => faultsOf(one, exported).map((fault) => `panel "${title}": ${fault}`)),
  );

const typeOf: Readonly<Record<PanelSeries['kind'], ExportedMetric['type']>> = {
  increase: 'counter',
  value: 'gauge',
  mean: 'histogram',
};

const faultsOf = ({ kind, of: { metric, where } }: PanelSeries, exported: ExportedMetrics): string[] => {
  const found = exported.get(metric);
  if (!found) return [`no service exports ${metric}`];
  if (found.type !== typeOf[kind]) return [`${metric} is a ${found.type}, expected a ${typeOf[kind]}`];
  if (!where || found.labels.includes(where.label)) return [];
  return [`${metric} has labels [${found.labels.join(', ')}], not ${where.label}`];
};
