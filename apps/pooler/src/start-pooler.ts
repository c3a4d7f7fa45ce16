import { randomUUID } from 'node:crypto';
import { allShards, MAX_SHARDS, shifted, type Timestamp, timestampOf } from '@recordings/call-record';
import { makeDynamoDbClient, makeStores } from '@recordings/dynamodb-stores';
import { makeSnsClient, makeTopicPublisher } from '@recordings/messaging';
import { makeFindMissingCalls } from '@recordings/missing-calls';
import { makeS3Client } from '@recordings/recording-store';
import {
  loadRegistry,
  type Logger,
  makeMetrics,
  makeNote,
  makeOperationsServer,
  type Running,
} from '@recordings/service';
import { physicalName, replayBucket } from '@recordings/topology';
import type { Config } from './config.ts';
import { registerExecutionsRoute } from './executions-route.ts';
import { makeKeepForReplay } from './keep-for-replay.ts';
import { observeDynamoDb, observeSns } from './observe-aws.ts';
import { makePoolerMetrics } from './pooler-metrics.ts';
import { makePoolerNotes } from './pooler-notes.ts';
import { policyOf } from './policies.ts';
import { scheduleExecutions } from './schedule-executions.ts';

const now = (): Timestamp => timestampOf(Date.now());
const nowMs = (): number => performance.now();

const CLAIM = 'pooler-execution';

/** Wires the pooler from its configuration; starts its cron and its server. */
export const startPooler = async (config: Config, log: Logger, signal: AbortSignal): Promise<Running> => {
  log.level = config.LOG_LEVEL;
  const registry = await loadRegistry(config.REGISTRY_FILE);
  const processMetrics = makeMetrics('pooler');
  const metrics = makePoolerMetrics(processMetrics);
  const { calls, reconciliations, coordination } = makeStores(
    observeDynamoDb(makeDynamoDbClient(), metrics, nowMs),
    config.RESOURCE_PREFIX,
  );
  const topic = makeTopicPublisher({
    sns: observeSns(makeSnsClient(), metrics, nowMs),
    topicArn: config.RECONCILIATION_TOPIC_ARN,
  });
  const findMissingCalls = makeFindMissingCalls({
    claim: {
      take: (owner, at) =>
        coordination.claim(CLAIM, owner, at, shifted(at, config.EXECUTION_LEASE_SECONDS * 1000)),
      release: (owner) => coordination.release(CLAIM, owner, now()),
    },
    calls,
    reconciliations,
    publish: topic.publishAll,
    keepForReplay: makeKeepForReplay(makeS3Client(), physicalName(config.RESOURCE_PREFIX, replayBucket)),
    registry,
    shards: allShards(MAX_SHARDS),
    shardCount: config.RECONCILIATION_SHARDS,
    policy: policyOf(config),
    now,
    makeId: randomUUID,
    note: makeNote(makePoolerNotes(metrics), log),
  });
  const executions = scheduleExecutions(config, (isDryRun) => findMissingCalls({ isDryRun, signal }));
  const server = makeOperationsServer({
    host: config.HOST,
    port: config.PORT,
    metrics: processMetrics,
    ready: async () => ({ callRecords: await calls.isReachable() }),
    log,
  });
  registerExecutionsRoute(server.app, { credentials: config.API_CREDENTIALS, execute: executions.run });
  log.info({ event: 'listening', url: await server.start() }, 'listening');
  return {
    stop: async () => {
      await executions.stop();
      await server.stop();
    },
  };
};
