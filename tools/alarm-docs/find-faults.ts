import { type Alarm, type Condition, runbookOf, selectionsOf } from '@recordings/alarms';
import type { ExportedMetric, ExportedMetrics } from './record-metrics.ts';

/** What an alarm reads that no service exports, and runbook pages that are missing or have no alarm. One line each. */
export const findFaults = (
  alarms: readonly Alarm[],
  exported: ExportedMetrics,
  pages: readonly string[],
): string[] => [
  ...alarms.flatMap((alarm) => faultsOfAlarm(alarm, exported)),
  ...alarms
    .map(runbookOf)
    .filter((page) => !pages.includes(page))
    .map((page) => `${page}: missing`),
  ...pages
    .filter((page) => !alarms.some((alarm) => runbookOf(alarm) === page))
    .map((page) => `${page}: there is no alarm of this id`),
];

const faultsOfAlarm = ({ id, condition }: Alarm, exported: ExportedMetrics): string[] =>
  selectionsOf(condition).flatMap(({ metric, where }) => {
    const found = exported.get(metric);
    const type = typeOf(condition);
    if (!found) return [`alarm ${id}: no service exports ${metric}`];
    if (found.type !== type) return [`alarm ${id}: ${metric} is a ${found.type}, expected a ${type}`];
    if (where && !found.labels.includes(where.label)) {
      return [`alarm ${id}: ${metric} has labels [${found.labels.join(', ')}], not ${where.label}`];
    }
    return [];
  });

const typeOf = ({ kind }: Condition): ExportedMetric['type'] => {
  if (kind === 'level') return 'gauge';
  return kind === 'mean' ? 'histogram' : 'counter';
};
