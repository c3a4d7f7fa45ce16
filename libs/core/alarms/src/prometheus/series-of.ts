import type { Condition, Selection } from '../alarm.ts';

/** A series of a rule test: its value before the event, and after it. */
export type Step = {
  readonly series: string;
  /** undefined: the series does not exist before the event. */
  readonly before: number | undefined;
  readonly after: number;
};

/** What must fire a condition, and what is just not enough. */
export type Cases = {
  readonly firing: readonly (readonly Step[])[];
  readonly silent: readonly (readonly Step[])[];
};

/** Series that a condition is tested with. @returns no case for a figure that AWS reports to CloudWatch only. */
export const casesOf = (condition: Condition): Cases => {
  switch (condition.kind) {
    case 'increase':
      return casesOfIncrease(condition);
    case 'no-increase':
      return casesOfNoIncrease(seriesOf(condition.of));
    case 'silence':
      return casesOfSilence(condition.service);
    case 'level':
      return casesOfLevel(condition);
    case 'ratio':
      return casesOfRatio(condition);
    case 'mean':
      return casesOfMean(condition);
    case 'queue':
    case 'executions':
    case 'executions-ratio':
      return { firing: [], silent: [] };
    default:
      return condition satisfies never;
  }
};

const casesOfIncrease = ({ of, above }: Condition & { kind: 'increase' }): Cases => {
  const series = seriesOf(of);
  return {
    firing: [[{ series, before: 7, after: 8 + above }], [{ series, before: undefined, after: above + 1 }]],
    silent: [[{ series, before: 7, after: 7 + above }], ...otherStepsOf(of, above)],
  };
};

const casesOfNoIncrease = (series: string): Cases => ({
  firing: [[], [{ series, before: 7, after: 7 }]],
  silent: [[{ series, before: 7, after: 8 }]],
});

const casesOfSilence = (service: string): Cases => {
  const make = (name: string): Step[] => [
    { series: `process_start_time_seconds{service="${name}"}`, before: 7, after: 7 },
  ];
  return { firing: [[], make('other')], silent: [make(service)] };
};

const casesOfLevel = ({ of, above }: Condition & { kind: 'level' }): Cases => {
  const series = seriesOf(of);
  return {
    firing: [[{ series, before: 0, after: above + 1 }]],
    silent: [[{ series, before: 0, after: above }], ...otherStepsOf(of, above)],
  };
};

/** A number of requests that makes whole numbers of every share. */
const MANY = 1_000;

const casesOfRatio = ({ of, to, share, atLeast }: Condition & { kind: 'ratio' }): Cases => {
  const isPart = of.metric === to.metric;
  const make = (bad: number, all: number): Step[] => [
    { series: seriesOf(of), before: 0, after: bad },
    {
      series: isPart ? seriesOf(to, '{other="yes"}') : seriesOf(to),
      before: 0,
      after: isPart ? all - bad : all,
    },
  ];
  return {
    firing: [make(MANY * share, MANY), make(atLeast, atLeast)],
    silent: [make(MANY * share - 1, MANY), make(atLeast - 1, atLeast - 1)],
  };
};

const casesOfMean = ({ histogram, above }: Condition & { kind: 'mean' }): Cases => {
  const make = (sum: number): Step[] => [
    { series: `${histogram}_sum`, before: 0, after: sum },
    { series: `${histogram}_count`, before: 0, after: 2 },
  ];
  return { firing: [make(2 * above + 1)], silent: [make(2 * above)] };
};

const seriesOf = ({ metric, where }: Selection, otherwise = ''): string =>
  where ? `${metric}{${where.label}="${where.isOneOf[0]}"}` : `${metric}${otherwise}`;

/** A series of the same metric that the selection leaves out. It exceeds the limit. */
const otherStepsOf = ({ metric, where }: Selection, above: number): Step[][] =>
  where ? [[{ series: `${metric}{${where.label}="other"}`, before: 0, after: above + 9 }]] : [];
