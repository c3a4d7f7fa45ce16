import { type Panel, type PanelSeries, panels } from '@recordings/alarms';
import { Dashboard, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { growthOf, levelOf } from './own-metric.ts';
import { meanOf } from './watch-of.ts';

/** CloudWatch's dashboard has 24 columns. */
const WIDTH = 12;
const PERIOD_MINUTES = 5;

/** Makes the dashboard with the panels that Grafana shows too. */
export const makeDashboard = (scope: Construct, prefix: string): Dashboard =>
  new Dashboard(scope, 'Dashboard', {
    dashboardName: `${prefix}-recordings`,
    widgets: rowsOf(panels).map((row) => row.map((panel) => makeWidget(panel, prefix))),
  });

const rowsOf = (all: readonly Panel[]): Panel[][] =>
  Array.from({ length: Math.ceil(all.length / 2) }, (_, row) => all.slice(2 * row, 2 * row + 2));

const makeWidget = ({ title, unit, series }: Panel, prefix: string): GraphWidget =>
  new GraphWidget({
    title,
    width: WIDTH,
    left: series.map((one) => metricOf(one, prefix)),
    leftYAxis: { min: 0, label: unit, showUnits: false },
  });

const metricOf = ({ kind, of, label }: PanelSeries, prefix: string): IMetric => {
  const options = { prefix, minutes: PERIOD_MINUTES, label };
  switch (kind) {
    case 'increase':
      return growthOf(of, options);
    case 'value':
      return levelOf(of, options);
    case 'mean':
      return meanOf(of, options);
    default:
      return kind satisfies never;
  }
};
