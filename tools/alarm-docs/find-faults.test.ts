import type { Alarm, Condition } from '@recordings/alarms';
import { findFaults } from './find-faults.ts';
import type { ExportedMetrics } from './record-metrics.ts';

const exported: ExportedMetrics = new Map([
  ['calls_total', { type: 'counter', labels: ['code'] }],
  ['pending', { type: 'gauge', labels: [] }],
]);
const page = 'docs/runbooks/too-many.md';
const faultsOf = (condition: Condition, pages = [page]): string[] => {
  const alarm: Alarm = {
    id: 'too-many',
    title: 'Too many',
    severity: 'warning',
    condition,
    means: 'There are too many.',
    source: 'ours',
  };
  return findFaults([alarm], exported, pages);
};
const increase = { kind: 'increase', above: 0, overMinutes: 5 } as const;
const good: Condition = { ...increase, of: { metric: 'calls_total' } };

describe('findFaults', () => {
  it('accepts an alarm on an exported metric with a page', () => {
    expect(faultsOf(good)).toEqual([]);
  });

  it.each<[string, Condition, string]>([
    [
      'a metric that no service exports',
      { ...increase, of: { metric: 'nothing_total' } },
      'alarm too-many: no service exports nothing_total',
    ],
    [
      'a gauge where the condition needs a counter',
      { ...increase, of: { metric: 'pending' } },
      'alarm too-many: pending is a gauge, expected a counter',
    ],
    [
      'a label that the metric does not have',
      { ...increase, of: { metric: 'calls_total', where: { label: 'kind', isOneOf: ['x'] } } },
      'alarm too-many: calls_total has labels [code], not kind',
    ],
    [
      'a second metric of a ratio that no service exports',
      {
        kind: 'ratio',
        of: { metric: 'calls_total' },
        to: { metric: 'all_total' },
        share: 0.5,
        atLeast: 1,
        overMinutes: 5,
      },
      'alarm too-many: no service exports all_total',
    ],
  ])('refuses %s', (_, condition, fault) => {
    expect(faultsOf(condition)).toEqual([fault]);
  });

  it('refuses an alarm without a page, and a page without an alarm', () => {
    expect(faultsOf(good, ['docs/runbooks/old.md'])).toEqual([
      `${page}: missing`,
      'docs/runbooks/old.md: there is no alarm of this id',
    ]);
  });
});
