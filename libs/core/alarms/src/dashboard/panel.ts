import type { Selection } from '../alarm.ts';

/** `increase`: growth of a counter in 5 minutes. `value`: of a gauge. `mean`: of the values of a histogram. */
export type SeriesKind = 'increase' | 'value' | 'mean';

export type PanelSeries = { readonly label: string; readonly kind: SeriesKind; readonly of: Selection };

/** One graph of the dashboard, in Grafana and in CloudWatch. */
export type Panel = {
  readonly title: string;
  /** What the vertical axis counts. */
  readonly unit: 'calls' | 'windows' | 'requests' | 'messages' | 'recordings' | 'seconds' | 'hours';
  readonly series: readonly PanelSeries[];
};
