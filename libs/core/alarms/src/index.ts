export {
  type Alarm,
  type AwsCondition,
  type Condition,
  type ExecutionFigure,
  type ExecutionsCondition,
  type ExecutionsRatioCondition,
  isOfAws,
  type QueueCondition,
  type Selection,
  type Severity,
} from './alarm.ts';
export { grafanaDashboard } from './dashboard/grafana-dashboard.ts';
export type { Panel, PanelSeries } from './dashboard/panel.ts';
export { panels } from './dashboard/panels.ts';
export { exportedSelections } from './exported-selections.ts';
export { metricNameOf } from './metric-name-of.ts';
export { prometheusRules, runbookOf } from './prometheus/prometheus-rules.ts';
export { prometheusTests } from './prometheus/prometheus-tests.ts';
export { selectionsOf } from './selections-of.ts';
export { alarms } from './table/alarms.ts';
