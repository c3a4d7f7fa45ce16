import type { Condition, Selection } from '../alarm.ts';

/**
 * The expression of an alarm in PromQL, without the time for which it must be true.
 *
 * @returns undefined for a figure that AWS reports to CloudWatch only.
 */
export const expressionOf = (condition: Condition): string | undefined => {
  switch (condition.kind) {
    case 'increase':
      return `${increase(condition.of, condition.overMinutes)} > ${condition.above}`;
    case 'no-increase':
      return `(${increase(condition.of, condition.overMinutes)} or vector(0)) == 0`;
    case 'silence':
      return `absent(max(process_start_time_seconds{service="${condition.service}"}))`;
    case 'level':
      return `${level(condition.of)} > ${condition.above}`;
    case 'ratio': {
      const total = increase(condition.to, condition.overMinutes);
      const share = `${increase(condition.of, condition.overMinutes)} / ${total}`;
      return `${share} >= ${condition.share} and ${total} >= ${condition.atLeast}`;
    }
    case 'mean': {
      const [sum, count] = [`${condition.histogram}_sum`, `${condition.histogram}_count`].map((metric) =>
        increase({ metric }, condition.overMinutes),
      );
      return `${sum} / ${count} > ${condition.above}`;
    }
    case 'queue':
    case 'executions':
    case 'executions-ratio':
      return undefined;
    default:
      return condition satisfies never;
  }
};

/** The time for which the expression of a condition must be true. */
export const forMinutesOf = (condition: Condition): number =>
  'forMinutes' in condition ? condition.forMinutes : 0;

/**
 * The growth of a counter over all its series.
 *
 * `increase` does not see the first value of a series, and a series with labels begins with its first event. So a series
 * that did not exist at the start of the range counts with its whole value.
 */
const increase = (selection: Selection, minutes: number): string => {
  const series = seriesOf(selection);
  return `sum((${series} unless ${series} offset ${minutes}m) or increase(${series}[${minutes}m]))`;
};

/** Instances may export the same gauge, so the highest counts. Different values of the label are added. */
const level = (selection: Selection): string => {
  const series = seriesOf(selection);
  return selection.where ? `sum(max by (${selection.where.label}) (${series}))` : `max(${series})`;
};

export const seriesOf = ({ metric, where }: Selection): string => {
  if (!where) return metric;
  const values = where.isOneOf.map((value) => value.replaceAll(/[^\w -]/g, String.raw`\\$&`));
  return `${metric}{${where.label}=~"${values.join('|')}"}`;
};
