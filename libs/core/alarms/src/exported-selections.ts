import type { Selection } from './alarm.ts';
import { panels } from './dashboard/panels.ts';
import { metricNameOf } from './metric-name-of.ts';
import { selectionsOf } from './selections-of.ts';
import { alarms } from './table/alarms.ts';

/** What alarms and the dashboard read, each once. Each is a metric that CloudWatch is paid for. */
export const exportedSelections: readonly Selection[] = [
  ...new Map(
    [
      ...alarms.flatMap(({ condition }) => selectionsOf(condition)),
      ...panels.flatMap(({ series }) => series.map(({ of }) => of)),
    ].map((selection) => [metricNameOf(selection), selection]),
  ).values(),
];
