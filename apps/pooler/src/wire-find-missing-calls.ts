import { randomUUID } from 'node:crypto';
import { allShards, MAX_SHARDS, shifted, type Timestamp, timestampOf } from '@recordings/call-record';
import { makeDynamoDbClient, makeStores } from '@recordings/dynamodb-stores';
import { makeCatchUp, makeFindMissingCalls } from '@recordings/missing-calls';
import { makeS3Client } from '@recordings/recording-store';
import { makeNote } from '@recordings/service';
import { physicalName, replayBucket } from '@recordings/topology';
import type { Config } from './config.ts';
import { makeKeepForReplay } from './keep-for-replay.ts';
import { makeAnnounce } from './make-announce.ts';
import { observeDynamoDb, observeSns } from './observe-aws.ts';
import { policyOf, sweepPolicyOf } from './policies.ts';
import { makePoolerMetrics } from './pooler-metrics.ts';
import { makePoolerNotes } from './pooler-notes.ts';
import { wireClaim } from './wire-claim.ts';
import { wireTopic } from './wire-topic.ts';
import type { Wiring } from './wiring.ts';

const nowMs = (): number => performance.now();

/** Clocks of workers differ, so the last write of an open window may be a little later than now. */
const LATER_MS = 3_600_000;

/**
 * Joins the use case with AWS.
 *
 * @returns `findMissingCalls` runs one execution, `catchUp` one or several: see `makeCatchUp`. `isReachable`: whether the
 * table of calls answers.
 */
export const wireFindMissingCalls = (config: Config, { registry, aws, clock, log, ...wiring }: Wiring) => {
  const metrics = makePoolerMetrics(wiring.metrics);
  const now = (): Timestamp => timestampOf(clock.now());
  const dynamodb = clock.watch(observeDynamoDb(aws.watch(makeDynamoDbClient()), metrics, nowMs));
  const stores = makeStores(dynamodb, config.RESOURCE_PREFIX, makeAnnounce(config), {
    joinsWrites: true,
  });
  const { calls, reconciliations, executions, sweeps } = stores;
  const note = makeNote(makePoolerNotes(metrics), log);
  const topic = wireTopic(config, (sns) => observeSns(aws.watch(sns), metrics, nowMs));
  const findMissingCalls = makeFindMissingCalls({
    ...wireClaim(config, stores, { now, log }),
    calls,
    reconciliations,
    publish: topic.publishAll,
    keepForReplay: makeKeepForReplay(
      aws.watch(makeS3Client(config)),
      physicalName(config.RESOURCE_PREFIX, replayBucket),
    ),
    shards: allShards(MAX_SHARDS),
    shardCount: config.RECONCILIATION_SHARDS,
    policy: policyOf(config),
    sweeping: { isEnabled: config.SWEEP_ENABLED, policy: sweepPolicyOf(config), checkpoints: sweeps },
    now,
    makeId: randomUUID,
    note,
    // A run that began before a correction of the registry must not undo what was derived again after it.
    registry: registry.view,
  });
  const catchUp = makeCatchUp({
    findMissingCalls,
    countOpenWindows: async (limit) =>
      (await reconciliations.quietSince(shifted(now(), LATER_MS), limit)).length,
    maxOutstandingWindows: config.MAX_OUTSTANDING_WINDOWS,
    note,
  });
  const { credentialUses } = stores;
  return { findMissingCalls, catchUp, executions, credentialUses, isReachable: calls.isReachable };
};
