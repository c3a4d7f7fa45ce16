import { randomUUID } from 'node:crypto';
import { type CallKey, isTombstone, type Registry, shifted } from '@recordings/call-record';
import type { Stores } from '@recordings/dynamodb-stores';
import { type IntakeDeps, makeJudgeAnew, makeRecoverStaged } from '@recordings/recording-intake';
import type { makeRecordingStore } from '@recordings/recording-store';
import { type Logger, makeNote } from '@recordings/service';
import type { Config } from '../config.ts';
import type { StagingMetrics } from '../staging-metrics.ts';
import { makeStagingNotes } from './staging-notes.ts';

const CLAIM = 'staging-recovery';
/** A claim lasts longer than it takes to read and copy the largest recording. */
const MIN_CLAIM_MS = 900_000;
/** Recordings that older audio rules had quarantined, for each round. */
const MAX_JUDGED_PER_ROUND = 500;

export type StagingJobsDeps = Pick<Stores, 'calls' | 'coordination'> & {
  readonly intake: IntakeDeps;
  readonly store: ReturnType<typeof makeRecordingStore>;
  readonly registry: Registry;
  readonly metrics: StagingMetrics;
  readonly log: Logger;
};

/** Makes one round of the work in the quarantine bucket. One instance does it, under one claim. */
export const makeStagingJobs = (
  config: Pick<Config, 'STAGING_RECOVERY_SECONDS' | 'STAGING_RECOVERY_AGE_SECONDS'>,
  { intake, store, calls, coordination, registry, metrics, log }: StagingJobsDeps,
): ((signal: AbortSignal) => Promise<void>) => {
  const owner = randomUUID();
  const claimMs = Math.max(config.STAGING_RECOVERY_SECONDS * 1000, MIN_CLAIM_MS);
  const common = {
    intake,
    registry,
    getCall: calls.get,
    findMovedTo: async (key: CallKey) => {
      const record = await calls.read(key);
      return record && isTombstone(record) ? record.movedTo?.tenantId : undefined;
    },
    claim: (): Promise<boolean> => {
      const now = intake.now();
      return coordination.claim(CLAIM, owner, now, shifted(now, claimMs));
    },
    listQuarantine: store.listQuarantine,
    readQuarantine: store.readQuarantine,
    note: makeNote(makeStagingNotes(metrics), log),
  };
  const recover = makeRecoverStaged({
    ...common,
    minAgeMs: config.STAGING_RECOVERY_AGE_SECONDS * 1000,
  });
  const judgeAnew = makeJudgeAnew({ ...common, maxPerRound: MAX_JUDGED_PER_ROUND });
  return async (signal) => {
    await recover(signal);
    await judgeAnew(signal);
  };
};
