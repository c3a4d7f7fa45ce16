import type { Panel, PanelSeries } from '@recordings/alarms';
import { findPanelFaults } from './find-panel-faults.ts';

const exported = new Map([['calls_total', { type: 'counter', labels: ['code', 'service'] }]] as const);
const faultsOf = (series: Partial<PanelSeries>): string[] => {
  const of = { metric: 'calls_total' };
  const panel: Panel = {
    title: 'Calls',
    unit: 'calls',
    series: [{ label: 'l', kind: 'increase', of, ...series }],
  };
  return findPanelFaults([panel], exported);
};

describe('findPanelFaults', () => {
  it('accepts a panel whose metric and label a service exports', () => {
    expect(faultsOf({ of: { metric: 'calls_total', where: { label: 'code', isOneOf: ['A'] } } })).toEqual([]);
  });

  it.each<[string, Partial<PanelSeries>]>([
    ['no service exports calls', { of: { metric: 'calls' } }],
    ['calls_total is a counter, expected a gauge', { kind: 'value' }],
    [
      'calls_total has labels [code, service], not reason',
      { of: { metric: 'calls_total', where: { label: 'reason', isOneOf: ['A'] } } },
    ],
  ])('refuses a panel: %s', (fault, series) => {
    expect(faultsOf(series)).toEqual([`panel "Calls": ${fault}`]);
  });
});
