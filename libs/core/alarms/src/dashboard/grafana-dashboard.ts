import { seriesOf } from '../prometheus/expression-of.ts';
import type { Panel, PanelSeries } from './panel.ts';

/** The dashboard has 24 columns, and two panels in each row. */
const PANEL = { w: 12, h: 8 };
const DATASOURCE = { type: 'prometheus', uid: 'prometheus' };
const RANGE = '5m';

const expressionOf = ({ kind, of }: PanelSeries): string => {
  switch (kind) {
    case 'increase':
      return `sum(increase(${seriesOf(of)}[${RANGE}]))`;
    case 'value':
      return `sum(${seriesOf(of)})`;
    case 'mean': {
      const rate = (part: string): string =>
        `sum(rate(${seriesOf({ ...of, metric: `${of.metric}_${part}` })}[1h]))`;
      return `${rate('sum')} / ${rate('count')}`;
    }
    default:
      return kind satisfies never;
  }
};

const unitOf = ({ unit }: Panel): string => (unit === 'seconds' ? 's' : unit === 'hours' ? 'h' : 'short');

const renderPanel = (panel: Panel, index: number): object => ({
  id: index + 1,
  type: 'timeseries',
  title: panel.title,
  datasource: DATASOURCE,
  gridPos: { ...PANEL, x: (index % 2) * PANEL.w, y: Math.floor(index / 2) * PANEL.h },
  fieldConfig: { defaults: { unit: unitOf(panel), min: 0 }, overrides: [] },
  targets: panel.series.map((series, at) => ({
    refId: String.fromCharCode('A'.charCodeAt(0) + at),
    datasource: DATASOURCE,
    expr: expressionOf(series),
    legendFormat: series.label,
  })),
});

/** The dashboard in the JSON that Grafana reads from a file. */
export const grafanaDashboard = (panels: readonly Panel[]): object => ({
  uid: 'recordings',
  title: 'Recordings',
  tags: ['recordings'],
  schemaVersion: 39,
  editable: false,
  refresh: '30s',
  time: { from: 'now-6h', to: 'now' },
  panels: panels.map(renderPanel),
});
