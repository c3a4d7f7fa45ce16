import { metricSum } from '@recordings/test-kit';
import type { TestApi } from './start-test-api.ts';

/** The sum of a metric's series that have all these labels. */
export const readMetric = async (
  { monitoringUrl }: Pick<TestApi, 'monitoringUrl'>,
  name: string,
  ...labels: readonly string[]
): Promise<number> => metricSum(await (await fetch(`${monitoringUrl}/metrics`)).text(), name, ...labels);
