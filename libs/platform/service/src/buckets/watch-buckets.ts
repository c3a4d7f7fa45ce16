import { setTimeout as delay } from 'node:timers/promises';
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

/** A start waits so long for the first look, in ms: S3 may not answer. */
const FIRST_LOOK_MS = 5_000;

/** Looks for the bucket of each line of business of the registry, until it is found once. Resolves after the first look. */
export const watchBuckets = async (deps: BucketWatchDeps): Promise<BucketWatch> => {
  const { registry, bucketOf, everyMs, metrics, log } = deps;
  const { missing } = makeBucketMetrics(metrics);
  const faults = new Map<string, string>();
  const look = makeLook(deps, faults);
  const stopping = new AbortController();
  const first = Promise.withResolvers<void>();
  const run = async (): Promise<void> => {
    try {
      await look(registry().linesOfBusiness.map(bucketOf));
    } finally {
      missing.set(faults.size);
    }
    first.resolve();
  };
  const onError = (err: unknown): void => {
    first.resolve();
    log.warn({ event: 'buckets_not_checked', err }, 'the buckets cannot be looked for');
  };
  void runPeriodically({ everyMs, run, signal: stopping.signal, onError });
  await Promise.race([first.promise, delay(FIRST_LOOK_MS, undefined, { ref: false })]);
  return {
    check: () => (faults.size === 0 ? true : { warning: sayFaults(faults) }),
    stop: () => stopping.abort(),
  };
};

/** @param faults by bucket; they are brought up to date. */
const makeLook = ({ findFault, log }: BucketWatchDeps, faults: Map<string, string>) => {
  const found = new Set<string>();
  const lookAt = async (bucket: string): Promise<void> => {
    const reason = await findFault(bucket);
    if (reason === undefined) {
      found.add(bucket);
      if (faults.delete(bucket)) log.info({ event: 'bucket_found', bucket }, 'the bucket can be used now');
      return;
    }
    const line = { event: 'bucket_missing', bucket, reason };
    if (faults.get(bucket) !== reason) log.error(line, 'a line of business has no bucket that can be used');
    faults.set(bucket, reason);
  };
  return async (buckets: readonly string[]): Promise<void> => {
    for (const bucket of faults.keys()) if (!buckets.includes(bucket)) faults.delete(bucket);
    // An odd answer for one bucket does not hide the others.
    const looks = await Promise.allSettled(buckets.filter((bucket) => !found.has(bucket)).map(lookAt));
    for (const end of looks) if (end.status === 'rejected') throw end.reason;
  };
};

const sayFaults = (faults: ReadonlyMap<string, string>): string =>
  [...faults].map(([bucket, reason]) => `${bucket}: ${reason}`).join('; ');
