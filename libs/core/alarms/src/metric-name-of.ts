import type { Selection } from './alarm.ts';

/** The name in CloudWatch of the sum of the selected series. A histogram has two: with `_sum` and with `_count` after it. */
export const metricNameOf = ({ metric, where }: Selection): string =>
  where === undefined ? metric : `${metric}.${where.isOneOf.map(asName).join('+')}`;

const asName = (value: string): string => value.replaceAll(/[^A-Za-z0-9_-]/g, '-');
