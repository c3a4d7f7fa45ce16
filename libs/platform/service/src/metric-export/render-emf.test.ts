import { renderEmf } from './render-emf.ts';

type Line = { _aws: { CloudWatchMetrics: [{ Metrics: { Name: string }[] }] } } & Record<string, unknown>;
const valuesOf = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, index]));
const render = (count: number): Line[] =>
  renderEmf({ values: valuesOf(count), stage: 'dev', atEpochMs: 0 }) as Line[];

describe('renderEmf', () => {
  it.each([
    [0, []],
    [100, [100]],
    [101, [100, 1]],
  ])('puts %d metrics in lines of %j', (count, expected) => {
    expect(render(count).map((line) => line._aws.CloudWatchMetrics[0].Metrics.length)).toEqual(expected);
  });

  it('puts each value in the line that names it', () => {
    const all = Object.assign({}, ...render(101)) as Record<string, number>;
    expect([all['m0'], all['m99'], all['m100']]).toEqual([0, 99, 100]);
    expect(render(101)[1]).not.toHaveProperty('m0');
  });
});
