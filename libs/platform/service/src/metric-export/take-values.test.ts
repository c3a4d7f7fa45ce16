import type { ExportedMetric } from './find-series.ts';
import { type Baseline, takeValues } from './take-values.ts';

const metric = (type: ExportedMetric['type'], series: Record<string, number>): ExportedMetric => ({
  name: 'm',
  type,
  series: new Map(Object.entries(series)),
});
/** The values of one metric, as each export after the other gives them. */
const exportsOf = (...states: ExportedMetric[]): (number | undefined)[] => {
  let baseline: Baseline = new Map();
  return states.map((state) => {
    const taken = takeValues([state], baseline);
    baseline = taken.baseline;
    return taken.values['m'];
  });
};

describe('takeValues', () => {
  it('gives the growth of a counter, each event in one export only', () => {
    const states = [0, 3, 3, 10].map((a) => metric('counter', { a }));
    expect(exportsOf(...states)).toEqual([0, 3, 0, 7]);
  });

  it('adds the series of a counter, those too that are new', () => {
    expect(exportsOf(metric('counter', { a: 1 }), metric('counter', { a: 2, b: 5 }))).toEqual([1, 6]);
  });

  it('counts from 0 again after one series was reset', () => {
    expect(
      exportsOf(
        metric('counter', { a: 10, b: 10 }),
        metric('counter', { a: 2, b: 11 }),
        metric('counter', { a: 3, b: 11 }),
      ),
    ).toEqual([20, 3, 1]);
  });

  it('gives the sum of the values of a gauge, whatever they were before', () => {
    expect(exportsOf(metric('gauge', { a: 4, b: 3 }), metric('gauge', { a: 1, b: 3 }))).toEqual([7, 4]);
  });
});
