import type { Alarm } from '@recordings/alarms';
import { findFigureFaults } from './find-figure-faults.ts';
import { type Figure, Page } from './row.ts';

const alarm: Alarm = {
  id: 'too-many',
  title: 'Too many',
  severity: 'warning',
  condition: { kind: 'increase', of: { metric: 'calls_total' }, above: 10, overMinutes: 5 },
  means: 'There are too many.',
  source: 'ours',
};
const variable = (name: string, value: unknown) => ({ name, default: value, expected: '', description: '' });
const apps = [
  { app: 'pooler', description: '', variables: [variable('MAX_CALLS', 1_000), variable('IS_DRY', false)] },
  { app: 'worker', description: '', variables: [variable('MAX_CALLS', 1_000)] },
];

const faultsOf = (figure: Figure, over: object = {}): string[] => {
  const rows = [{ what: 'at most', figures: [figure] }];
  const page = Page.parse({ title: 'Limits', sections: [{ title: 'Sizes', rows }] });
  const sources = { apps, alarms: [alarm], readSource: () => 'const MANY = 2;\n', ...over };
  return findFigureFaults(new Map([['1-limits', page]]), sources as never);
};

describe('findFigureFaults', () => {
  it.each<Figure>([
    { variable: 'MAX_CALLS', is: 1_000 },
    { variable: 'IS_DRY', is: 'false' },
    { constant: 'MANY', file: 'x.ts', is: '2' },
    { alarm: 'too-many', is: { severity: 'warning', above: 10, overMinutes: 5 } },
  ])('accepts %j', (figure) => {
    expect(faultsOf(figure)).toEqual([]);
  });

  it.each<[Figure, string]>([
    [{ variable: 'MAX_CALLS', is: 100 }, 'MAX_CALLS of pooler is 1000, not 100'],
    [{ variable: 'MIN_CALLS', is: 1 }, 'no app has the variable MIN_CALLS'],
    [{ constant: 'MANY', file: 'x.ts', is: '3' }, 'MANY of x.ts is 2, not 3'],
    [{ alarm: 'too-many', is: { above: 100 } }, 'above of too-many is 10, not 100'],
    [{ alarm: 'too-few', is: { above: 10 } }, 'there is no alarm too-few'],
  ])('reports %j', (figure, expected) => {
    expect(faultsOf(figure)[0]).toContain(
      `tools/requirements/rows/1-limits.yaml, row "at most": ${expected}`,
    );
  });

  it('reports each app whose default differs', () => {
    const [pooler, worker] = apps;
    const other = { apps: [pooler, { ...worker, variables: [variable('MAX_CALLS', 5)] }] };
    expect(faultsOf({ variable: 'MAX_CALLS', is: 1_000 }, other)).toEqual([
      expect.stringContaining('MAX_CALLS of worker is 5, not 1000'),
    ]);
  });
});
