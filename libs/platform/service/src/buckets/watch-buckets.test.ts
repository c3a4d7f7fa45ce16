import { metricSum } from '@recordings/test-kit';
import { makeMetrics } from '../make-metrics.ts';
import { watchBuckets } from './watch-buckets.ts';

describe('watchBuckets', () => {
  it('names a missing bucket although S3 gives an odd answer for another one', async () => {
    const metrics = makeMetrics('test');
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined } as never;
    const watch = await watchBuckets({
      registry: () => ({ linesOfBusiness: ['odd', 'missing'] as never }),
      bucketOf: (lineOfBusiness) => lineOfBusiness,
      findFault: async (bucket) => {
        if (bucket === 'odd') throw new Error('301');
        return 'it does not exist';
      },
      everyMs: 60_000,
      metrics,
      log,
    });
    expect(watch.check()).toEqual({ warning: 'missing: it does not exist' });
    expect(metricSum(await metrics.exposition(), 'buckets_missing')).toBe(1);
    watch.stop();
  });
});
