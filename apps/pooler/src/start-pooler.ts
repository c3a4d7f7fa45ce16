import { randomUUID } from 'node:crypto';
import { allShards, MAX_SHARDS, shifted, type Timestamp, timestampOf } from '@recordings/call-record';
import { makeDynamoDbClient, makeStores } from '@recordings/dynamodb-stores';
import { makeSnsClient, makeTopicPublisher } from '@recordings/messaging';
import { makeS3Client } from '@recordings/recording-store';
import {
  loadRegistry,
  type Logger,
  makeMetrics,
  makeOperationsServer,
  type Running,
} from '@recordings/service';
import { physicalName, replayBucket } from '@recordings/topology';
import { Cron } from 'croner';
import type { Config } from './config.ts';
import { makeExecute } from './execute.ts';
import { registerExecutionsRoute } from './executions-route.ts';
import { makeFindCandidates } from './find-candidates.ts';
import { observeDynamoDb, observeSns } from './observe-aws.ts';
import { makePoolerMetrics } from './pooler-metrics.ts';
import { candidatePolicy, windowSizing } from './policies.ts';
import { makePublishWindows } from './publish-windows.ts';

const now = (): Timestamp => timestampOf(Date.now());
const nowMs = (): number => performance.now();

/** Wires the pooler from its configuration; starts its cron and its server. */
export const startPooler = async (config: Config, log: Logger, signal: AbortSignal): Promise<Running> => {
  log.level = config.LOG_LEVEL;
  const registry = await loadRegistry(config.REGISTRY_FILE);
  const processMetrics = makeMetrics('pooler');
  const metrics = makePoolerMetrics(processMetrics);
  const named = (name: string): string => physicalName(config.RESOURCE_PREFIX, name);
  const { calls, reconciliations, coordination } = makeStores(
    observeDynamoDb(makeDynamoDbClient(), metrics, nowMs),
    config.RESOURCE_PREFIX,
  );
  const execute = makeExecute({
    claim: {
      take: (owner, at) =>
        coordination.claim('pooler-execution', owner, at, shifted(at, config.EXECUTION_LEASE_SECONDS * 1000)),
      release: (owner) => coordination.release('pooler-execution', owner, now()),
    },
    findCandidates: makeFindCandidates({
      calls,
      getReconciliation: reconciliations.get,
      registry,
      shards: allShards(MAX_SHARDS),
      shardCount: config.RECONCILIATION_SHARDS,
      policy: candidatePolicy(config),
      maxCalls: config.MAX_CALLS_PER_EXECUTION,
      metrics,
      log,
    }),
    calls,
    publish: makePublishWindows({
      topic: makeTopicPublisher({
        sns: observeSns(makeSnsClient(), metrics, nowMs),
        topicArn: config.RECONCILIATION_TOPIC_ARN,
      }),
      s3: makeS3Client(),
      replayBucket: named(replayBucket),
      metrics,
      log,
    }),
    registry,
    shardCount: config.RECONCILIATION_SHARDS,
    sizing: windowSizing(config),
    limits: {
      maxCalls: config.MAX_CALLS_PER_EXECUTION,
      maxCallsPerWindow: config.MAX_CALLS_PER_WINDOW,
      maxAttempts: config.MAX_RECONCILIATION_ATTEMPTS,
      audioFormat: config.AUDIO_FORMAT,
    },
    now,
    makeId: randomUUID,
    metrics,
    log,
  });
  const server = makeOperationsServer({
    host: config.HOST,
    port: config.PORT,
    metrics: processMetrics,
    ready: async () => ({ callRecords: await calls.isReachable() }),
    log,
  });
  let underWay: Promise<unknown> = Promise.resolve();
  const run = (isDryRun: boolean): ReturnType<typeof execute> => {
    const execution = execute(isDryRun || config.ENABLE_DRY_RUN, signal).catch((error: unknown) => {
      log.error({ event: 'pooler_execution_failed', err: error }, 'execution failed');
      throw error;
    });
    underWay = Promise.allSettled([underWay, execution]).then(() => undefined);
    return execution;
  };
  registerExecutionsRoute(server.app, { credentials: config.API_CREDENTIALS, execute: run });
  const cron = new Cron(
    config.CRON_EXPRESSION,
    { timezone: config.CRON_TIMEZONE, paused: !config.SCHEDULER_ENABLED, protect: true },
    async () => {
      await run(false).catch(() => undefined); // It is logged; the next one comes as usual.
    },
  );
  log.info({ event: 'listening', url: await server.start() }, 'listening');
  return {
    stop: async () => {
      cron.stop();
      await underWay;
      await server.stop();
    },
  };
};
