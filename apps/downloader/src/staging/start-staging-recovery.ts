import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Registry, shifted, timestampOf } from '@recordings/call-record';
import type { Stores } from '@recordings/dynamodb-stores';
import { type IntakeDeps, makeRecoverStaged } from '@recordings/recording-intake';
import type { makeRecordingStore } from '@recordings/recording-store';
import { type Logger, type Metrics, makeNote, runPeriodically } from '@recordings/service';
import type { Config } from '../config.ts';
import { makeStagingMetrics } from '../staging-metrics.ts';
import { makeStagingNotes } from './staging-notes.ts';

const CLAIM = 'staging-recovery';
/** A claim lasts longer than it takes to read and copy the largest recording. */
const MIN_CLAIM_MS = 900_000;

/** The first search does not compete with the start. A service that restarts again and again still searches. */
const FIRST_PAUSE_SHARE = 0.1;

export type StagingRecoveryDeps = Pick<Stores, 'calls' | 'coordination'> & {
  readonly intake: IntakeDeps;
  readonly store: ReturnType<typeof makeRecordingStore>;
  readonly registry: Registry;
  readonly processMetrics: Metrics;
  readonly log: Logger;
};

/**
 * Starts the job that finishes staged recordings, of pushes and downloads, whose process died.
 *
 * @returns the function that ends it. It resolves when the recording in hand is finished or given back.
 */
export const startStagingRecovery = (
  config: Pick<Config, 'STAGING_RECOVERY_SECONDS' | 'STAGING_RECOVERY_AGE_SECONDS'>,
  { intake, store, calls, coordination, registry, processMetrics, log }: StagingRecoveryDeps,
): (() => Promise<void>) => {
  const everyMs = config.STAGING_RECOVERY_SECONDS * 1000;
  const metrics = makeStagingMetrics(processMetrics);
  metrics.oldestAgeS.set({}, 0);
  const owner = randomUUID();
  const recover = makeRecoverStaged({
    intake,
    registry,
    getCall: calls.get,
    listStaged: store.listStaged,
    readStaged: store.readStaged,
    claim: () => {
      const now = timestampOf(Date.now());
      return coordination.claim(CLAIM, owner, now, shifted(now, Math.max(everyMs, MIN_CLAIM_MS)));
    },
    minAgeMs: config.STAGING_RECOVERY_AGE_SECONDS * 1000,
    note: makeNote(makeStagingNotes(metrics), log),
  });
  const stop = new AbortController();
  const onError = (err: unknown): void => {
    metrics.roundsFailed.inc();
    log.error({ event: 'staging_recovery_failed', err }, 'search for staged recordings failed');
  };
  const running = afterPause(everyMs * FIRST_PAUSE_SHARE, stop.signal, () =>
    runPeriodically({ everyMs, run: recover, signal: stop.signal, onError }),
  );
  return () => {
    stop.abort();
    return running;
  };
};

const afterPause = async (ms: number, signal: AbortSignal, run: () => Promise<void>): Promise<void> => {
  await delay(ms, undefined, { signal }).catch(() => undefined);
  await run();
};
