import { randomUUID } from 'node:crypto';
import { type Timestamp, timestampOf } from '@recordings/call-record';
import { makeDynamoDbClient, makeStores } from '@recordings/dynamodb-stores';
import { makeRederivations, type Rederivations } from '@recordings/missing-calls';
import { makeNote } from '@recordings/service';
import type { Config } from './config.ts';
import { makeAnnounce } from './make-announce.ts';
import { policyOf } from './policies.ts';
import { makeRederivationMetrics } from './rederivation-metrics.ts';
import { makeRederivationNotes } from './rederivation-notes.ts';
import type { Wiring } from './wiring.ts';

const CALLS_PER_CHECKPOINT = 100;

/** Joins the use case with AWS. */
export const wireRederivations = (
  config: Config,
  { registry, metrics, aws, clock, log }: Wiring,
): Rederivations => {
  const now = (): Timestamp => timestampOf(clock.now());
  const dynamodb = clock.watch(aws.watch(makeDynamoDbClient()));
  const stores = makeStores(dynamodb, config.RESOURCE_PREFIX, makeAnnounce(config));
  return makeRederivations({
    jobs: stores.rederivations,
    calls: stores.calls,
    finalCallPages: stores.finalCallPages,
    // A run may take long: each call is derived by the version that is in use then.
    registry: registry.view,
    shardCount: config.RECONCILIATION_SHARDS,
    policy: {
      expiryMarginMs: policyOf(config).candidates.expiryMarginMs,
      leaseMs: config.EXECUTION_LEASE_SECONDS * 1000,
      callsPerCheckpoint: CALLS_PER_CHECKPOINT,
    },
    now,
    makeId: randomUUID,
    note: makeNote(makeRederivationNotes(makeRederivationMetrics(metrics)), log),
  });
};
