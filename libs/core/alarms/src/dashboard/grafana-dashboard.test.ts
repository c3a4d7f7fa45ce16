import { grafanaDashboard } from './grafana-dashboard.ts';
import { panels } from './panels.ts';

type Dashboard = {
  panels: { gridPos: { x: number; y: number }; targets: { refId: string; expr: string }[] }[];
};
const render = (...series: Parameters<typeof grafanaDashboard>[0][number]['series']): string[] =>
  (grafanaDashboard([{ title: 't', unit: 'calls', series }]) as Dashboard).panels[0]!.targets.map(
    ({ expr }) => expr,
  );

describe('the dashboard for Grafana', () => {
  it.each([
    ['increase', 'sum(increase(m{l=~"a|b"}[5m]))'],
    ['value', 'sum(m{l=~"a|b"})'],
    ['mean', 'sum(rate(m_sum{l=~"a|b"}[1h])) / sum(rate(m_count{l=~"a|b"}[1h]))'],
  ] as const)('asks for the %s of the selected series', (kind, expr) => {
    const of = { metric: 'm', where: { label: 'l', isOneOf: ['a', 'b'] } } as const;
    expect(render({ label: 's', kind, of })).toEqual([expr]);
  });

  it('gives each panel a place of its own, and each series of a panel a letter', () => {
    const dashboard = grafanaDashboard(panels) as Dashboard;
    const places = dashboard.panels.map(({ gridPos: { x, y } }) => `${x},${y}`);
    expect(new Set(places).size).toBe(panels.length);
    for (const { targets } of dashboard.panels)
      expect(targets.map(({ refId }) => refId).join('')).toBe('ABCD'.slice(0, targets.length));
  });
});
