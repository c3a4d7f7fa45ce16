import { randomUUID } from 'node:crypto';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { type Registry, type Timestamp, timestampOf } from '@recordings/call-record';
import { makeAcquirePermit, makeDynamoDbClient, makeStores } from '@recordings/dynamodb-stores';
import { makeQueueSender, makeSqsClient, resolveQueueUrl } from '@recordings/messaging';
import { makeOcpClients } from '@recordings/ocp-client';
import {
  loadRegistry,
  type Logger,
  makeMetrics,
  makeOperationsServer,
  type Running,
  runPeriodically,
} from '@recordings/service';
import { MAX_DELAY_S, physicalName, queues } from '@recordings/topology';
import type { Config } from './config.ts';
import { makeConsumers } from './make-consumers.ts';
import { exportPolicy, reconciliationPolicy } from './policies.ts';
import type { ReconcilerDeps } from './reconciler-deps.ts';
import { makeReconcilerMetrics } from './reconciler-metrics.ts';
import { makeWatch } from './watchdog.ts';

const now = (): Timestamp => timestampOf(Date.now());

/** Wires the worker from its configuration, drains its queues and keeps watch. */
export const startReconcilerWorker = async (
  config: Config,
  log: Logger,
  signal: AbortSignal,
): Promise<Running> => {
  log.level = config.LOG_LEVEL;
  const registry = await loadRegistry(config.REGISTRY_FILE);
  const processMetrics = makeMetrics('reconciler-worker');
  const sqs = makeSqsClient();
  const metrics = makeReconcilerMetrics(processMetrics);
  const deps = await makeDeps(config, registry, sqs, { metrics, log, signal });
  const consumers = await makeConsumers(config, sqs, deps);
  const server = makeOperationsServer({
    host: config.HOST,
    port: config.PORT,
    metrics: processMetrics,
    ready: async () => ({ consuming: consumers.every((consumer) => consumer.isRunning()) }),
    log,
  });
  log.info({ event: 'listening', url: await server.start() }, 'listening');
  for (const consumer of consumers) consumer.start();
  const watching = runPeriodically({
    everyMs: config.WATCHDOG_SECONDS * 1000,
    run: makeWatch(deps),
    signal,
    onError: (error) => log.error({ event: 'watchdog_failed', err: error }, 'a round of the watchdog failed'),
  });
  return {
    stop: async () => {
      await Promise.all([...consumers.map((consumer) => consumer.stop()), watching]);
      await server.stop();
    },
  };
};

const makeDeps = async (
  config: Config,
  registry: Registry,
  sqs: SQSClient,
  tools: Pick<ReconcilerDeps, 'metrics' | 'log' | 'signal'>,
): Promise<ReconcilerDeps> => {
  const named = (name: string): string => physicalName(config.RESOURCE_PREFIX, name);
  const { coordination, ...stores } = makeStores(makeDynamoDbClient(), config.RESOURCE_PREFIX);
  const senderTo = async (name: string) =>
    makeQueueSender({ sqs, queueUrl: await resolveQueueUrl(sqs, named(name)) });
  const [checks, downloads] = [
    await senderTo(queues.exportChecks.name),
    await senderTo(queues.downloads.name),
  ];
  const ocpOf = makeOcpClients(
    config,
    registry.groups.map(({ credentials }) => credentials),
    {
      acquirePermit: makeAcquirePermit(
        coordination,
        new URL(config.OCP_BASE_URL).host,
        { maxRequests: config.OCP_MAX_REQUESTS, periodMs: config.OCP_REQUEST_PERIOD_SECONDS * 1000 },
        Date.now,
      ),
      onRequest: ({ operation, outcome, durationMs }) => {
        tools.metrics.ocpRequests.inc({ operation, outcome });
        tools.metrics.ocpLatencyS.observe({ operation }, durationMs / 1000);
      },
    },
  );
  return {
    ...tools,
    ...stores,
    registry,
    ocpOf: (group) => ocpOf(group.credentials),
    // A longer delay than SQS takes is made of several: who looks too early sends it on.
    sendCheck: (check, delayMs) =>
      checks.send(check, { delayS: Math.min(Math.ceil(delayMs / 1000), MAX_DELAY_S) }),
    sendDownloads: (tasks) => downloads.sendAll(tasks.map((body) => ({ body }))),
    exportPolicy: exportPolicy(config),
    reconciliationPolicy: reconciliationPolicy(config),
    retryRule: {
      maxAttempts: config.MAX_RECONCILIATION_ATTEMPTS,
      retryDelayMs: config.RETRY_DELAY_SECONDS * 1000,
      outageDelayMs: config.OUTAGE_RETRY_SECONDS * 1000,
    },
    gatherMs: config.EXPORT_GATHER_SECONDS * 1000,
    audioFormat: config.AUDIO_FORMAT,
    shardCount: config.RECONCILIATION_SHARDS,
    now,
    makeId: randomUUID,
  };
};
