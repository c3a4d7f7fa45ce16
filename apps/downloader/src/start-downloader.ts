import { randomUUID } from 'node:crypto';
import { makeLocateRecording, type Timestamp, timestampOf } from '@recordings/call-record';
import { makeDynamoDbClient, makeStores } from '@recordings/dynamodb-stores';
import {
  makeAuditSender,
  makeQueueConsumer,
  makeQueueSender,
  makeSnsClient,
  makeSqsClient,
  makeTopicPublisher,
  type QueueConsumer,
  resolveQueueUrl,
} from '@recordings/messaging';
import { limitParallel } from '@recordings/ocp-access';
import { parseOcpCredentials, requireCredentials } from '@recordings/ocp-client';
import { OcpAnswerError, recordingQuarantined, recordingStored } from '@recordings/reconciliation';
import { type FetchDeps, makeHandleDownload } from '@recordings/recording-fetch';
import { type IntakeDeps, makeStoreRecording, type StoredNotice } from '@recordings/recording-intake';
import { makeFindBucketFault, makeS3Client, type RecordingStore } from '@recordings/recording-store';
import {
  type Logger,
  makeClock,
  makeMetrics,
  makeMonitoringServer,
  makeNote,
  observeAws,
  pollCheck,
  type Running,
  startMetricExport,
  startOcpCredentials,
  startRegistry,
  startTimer,
  watchBuckets,
} from '@recordings/service';
import { makeHotPath } from '@recordings/signed-http';
import { makeSfnClient } from '@recordings/step-functions';
import {
  physicalName,
  quarantineBucket,
  queues,
  recordingsBucket,
  type WorkQueueShape,
} from '@recordings/topology';
import type { Config } from './config.ts';
import { makeDownloaderMetrics } from './downloader-metrics.ts';
import { makeDownloaderNotes } from './downloader-notes.ts';
import { makeHeartbeats } from './make-heartbeats.ts';
import { makeQueueStores } from './make-queue-stores.ts';
import { startCallMoves } from './moves/start-call-moves.ts';
import { startStagingRecovery } from './staging/start-staging-recovery.ts';
import { makeStoreFetched } from './store-fetched.ts';
import { wireOcp } from './wire-ocp.ts';

/** Wires the downloader from its configuration and drains its queues. */
export const startDownloader = async (config: Config, log: Logger): Promise<Running> => {
  log.level = config.LOG_LEVEL;
  const processMetrics = makeMetrics('downloader');
  const credentials = await startOcpCredentials(config, {
    metrics: processMetrics,
    log,
    parse: parseOcpCredentials,
  });
  const registry = await startRegistry(config, {
    metrics: processMetrics,
    log,
    check: ({ groups }) => requireCredentials(credentials.current(), groups),
  });
  credentials.checkBy((version) => requireCredentials(version, registry.current().groups));
  const metrics = makeDownloaderMetrics(processMetrics);
  const named = (name: string): string => physicalName(config.RESOURCE_PREFIX, name);
  const clock = makeClock({ metrics: processMetrics, log });
  const now = (): Timestamp => timestampOf(clock.now());
  const aws = observeAws(processMetrics);
  const hotPath = makeHotPath(config, {
    now: clock.now,
    onRequest: (request) => {
      aws.onAttempt(request);
      clock.onAnswer(request);
    },
  });
  const sqs = clock.watch(aws.watch(makeSqsClient()));
  const stores = makeStores(
    clock.watch(aws.watch(makeDynamoDbClient())),
    config.RESOURCE_PREFIX,
    await makeAuditSender(sqs, config.RESOURCE_PREFIX, config.AUDIT_DELAY_SECONDS, hotPath?.messages),
    { signedHttp: hotPath?.dynamodb },
  );
  const { calls, reconciliations, coordination } = stores;
  const { gate, ocpOf } = wireOcp(config, {
    ...{ coordination, clock, processMetrics, log },
    credentials: credentials.current,
  });
  const topic = makeTopicPublisher({
    sns: aws.watch(makeSnsClient()),
    topicArn: config.RECORDING_EVENTS_TOPIC_ARN,
  });
  const checks = makeQueueSender({
    sqs,
    queueUrl: await resolveQueueUrl(sqs, named(queues.exportChecks.name)),
  });
  const publishStored = (stored: StoredNotice): Promise<void> =>
    topic.publish(recordingStored(stored, now()));
  const s3 = clock.watch(aws.watch(makeS3Client(config)));
  const { urgent: urgentStore, usual: store } = makeQueueStores(
    {
      s3,
      quarantineBucket: named(quarantineBucket),
      ...(hotPath && { signed: { signedHttp: hotPath.s3, encryption: config } }),
    },
    config.MAX_PART_BUFFERS,
  );
  const intake: IntakeDeps = {
    store,
    calls,
    locate: makeLocateRecording(config.RESOURCE_PREFIX, () => metrics.unassigned.inc()),
    publishStored,
    publishQuarantined: (quarantined) => topic.publish(recordingQuarantined(quarantined, now())),
    now,
    makeId: randomUUID,
    shardCount: config.RECONCILIATION_SHARDS,
    by: 'downloader',
    limits: { maxBytes: config.MAX_RECORDING_BYTES, maxHeldBytes: config.MAX_HELD_BYTES },
  };
  const fetchDeps: Omit<FetchDeps, 'sendAgain' | 'registry' | 'storeRecording'> = {
    getCall: calls.get,
    publishStored,
    reconciliations,
    sendCheck: (check) => checks.send(check),
    sendHeartbeat: makeHeartbeats(() => clock.watch(aws.watch(makeSfnClient())), log),
    ocpOf,
    downloadTimeoutMs: config.DOWNLOAD_TIMEOUT_MINUTES * 60_000,
    retryDelaysS: config.DOWNLOAD_RETRY_SECONDS.split(',').map(Number),
    now,
    startTimer,
    note: makeNote(makeDownloaderNotes(metrics), log),
  };
  const consume = async (shape: WorkQueueShape, ofQueue: RecordingStore): Promise<QueueConsumer> => {
    const { name, deadLetter } = shape;
    const storeRecording = makeStoreFetched(makeStoreRecording({ ...intake, store: ofQueue }));
    const queueUrl = await resolveQueueUrl(sqs, named(name));
    const again = makeQueueSender({ sqs, queueUrl });
    const handlerNow = registry.derive((version) =>
      makeHandleDownload({
        ...fetchDeps,
        storeRecording,
        registry: version,
        sendAgain: (task, delayS) => again.send(task, { delayS }),
      }),
    );
    const handle: ReturnType<typeof handlerNow> = (...message) => handlerNow()(...message);
    return makeQueueConsumer({
      sqs,
      queueUrl,
      deadLetterQueueUrl: await resolveQueueUrl(sqs, named(deadLetter.queue)),
      handle: limitParallel(handle, () => gate.parallelism(config.DOWNLOAD_CONCURRENCY)),
      concurrency: config.DOWNLOAD_CONCURRENCY,
      visibilityTimeoutS: config.VISIBILITY_TIMEOUT_SECONDS,
      idlePauseMs: config.IDLE_PAUSE_SECONDS * 1_000,
      log,
      onSettled: ({ outcome }) => metrics.messages.inc({ queue: name, outcome }),
      onPollFailed: () => metrics.pollsFailed.inc({ queue: name }),
      isOurSetUp: (fault) => !(fault instanceof OcpAnswerError),
      onPaused: (code) => metrics.paused.inc({ queue: name, code }),
    });
  };
  const urgent = await consume(queues.downloadsHigh, urgentStore);
  const usual = await consume(queues.downloads, store);
  const buckets = await watchBuckets({
    registry: registry.current,
    bucketOf: (line) => named(recordingsBucket(line)),
    findFault: makeFindBucketFault(s3),
    everyMs: config.REGISTRY_RELOAD_SECONDS * 1000,
    metrics: processMetrics,
    log,
  });
  const monitoring = makeMonitoringServer({
    host: config.HOST,
    port: config.MONITORING_PORT,
    metrics: processMetrics,
    ready: async () => ({
      callRecords: await calls.isReachable(),
      buckets: buckets.check(),
      [queues.downloadsHigh.name]: pollCheck(urgent.health()),
      [queues.downloads.name]: pollCheck(usual.health()),
    }),
    log,
  });
  log.info({ event: 'listening', monitoringUrl: await monitoring.start() }, 'listening');
  const jobs = { intake, store, processMetrics, log };
  const stopStagingRecovery = startStagingRecovery(config, {
    ...{ ...jobs, calls, coordination },
    registry: registry.view,
  });
  const stopCallMoves = startCallMoves(config, { ...jobs, ...stores, registry, now });
  urgent.start();
  usual.start();
  const metricExport = startMetricExport({
    metrics: processMetrics,
    log,
    everyS: config.METRICS_EXPORT_SECONDS,
    stage: config.RESOURCE_PREFIX,
  });
  return {
    stop: () =>
      metricExport
        .stopAfter(() =>
          monitoring.stopAfter(() =>
            Promise.all([urgent.stop(), usual.stop(), stopStagingRecovery(), stopCallMoves()]),
          ),
        )
        .finally(() => {
          registry.stop();
          credentials.stop();
          buckets.stop();
        }),
  };
};
