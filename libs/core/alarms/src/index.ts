export type { Alarm, Condition, QueueCondition, Selection, Severity } from './alarm.ts';
export type { Panel, PanelSeries } from './dashboard/panel.ts';
export { panels } from './dashboard/panels.ts';
export { exportedSelections } from './exported-selections.ts';
export { metricNameOf } from './metric-name-of.ts';
export { selectionsOf } from './selections-of.ts';
export { alarms } from './table/alarms.ts';
