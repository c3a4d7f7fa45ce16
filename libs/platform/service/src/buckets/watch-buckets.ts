import type { Registry } from '@recordings/call-record';
import type { Logger } from '../make-logger.ts';
import type { Metrics } from '../make-metrics.ts';
import type { ReadyCheck } from '../register-monitoring.ts';
import { runPeriodically } from '../run-periodically.ts';
import { makeBucketMetrics } from './bucket-metrics.ts';

export type BucketWatchDeps = {
  readonly registry: () => Pick<Registry, 'linesOfBusiness'>;
  /** Full name of the bucket of a line of business. */
  readonly bucketOf: (lineOfBusiness: string) => string;
  /** @returns why the bucket cannot be used; undefined if it can. */
  readonly findFault: (bucket: string) => Promise<string | undefined>;
  readonly everyMs: number;
  readonly metrics: Metrics;
  readonly log: Logger;
};

export type BucketWatch = {
  /** For readiness: a warning that names the buckets, because the other lines of business go on. */
  readonly check: () => ReadyCheck;
  readonly stop: () => void;
};

/** Looks for the bucket of each line of business of the registry, until it is found once. */
export const watchBuckets = (deps: BucketWatchDeps): BucketWatch => {
  const { metrics, log } = deps;
  const { missing } = makeBucketMetrics(metrics);
  const found = new Set<string>();
  const faults = new Map<string, string>();
  const stopping = new AbortController();
  const look = async (bucket: string): Promise<void> => {
    const reason = await deps.findFault(bucket);
    if (reason === undefined) {
      found.add(bucket);
      if (faults.delete(bucket)) log.info({ event: 'bucket_found', bucket }, 'the bucket can be used now');
      return;
    }
    if (faults.get(bucket) !== reason)
      log.error(
        { event: 'bucket_missing', bucket, reason },
        'a line of business has no bucket that can be used',
      );
    faults.set(bucket, reason);
  };
  void runPeriodically({
    everyMs: deps.everyMs,
    run: async () => {
      const named = deps.registry().linesOfBusiness.map(deps.bucketOf);
      for (const bucket of faults.keys()) if (!named.includes(bucket)) faults.delete(bucket);
      for (const bucket of named) if (!found.has(bucket)) await look(bucket);
      missing.set(faults.size);
    },
    signal: stopping.signal,
    onError: (err) => log.warn({ event: 'buckets_not_checked', err }, 'the buckets cannot be looked for'),
  });
  return {
    check: () => (faults.size === 0 ? true : { warning: sayFaults(faults) }),
    stop: () => stopping.abort(),
  };
};

const sayFaults = (faults: ReadonlyMap<string, string>): string =>
  [...faults].map(([bucket, reason]) => `${bucket}: ${reason}`).join('; ');
