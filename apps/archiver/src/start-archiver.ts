import { randomUUID } from 'node:crypto';
import { HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { makeArchiveMessage } from '@recordings/audit-archive';
import { timestampOf } from '@recordings/call-record';
import { makeDynamoDbClient, makeStores } from '@recordings/dynamodb-stores';
import { makeQueueConsumer, makeSqsClient, type QueueConsumer, resolveQueueUrl } from '@recordings/messaging';
import { makeRecordingStore, makeS3Client } from '@recordings/recording-store';
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
  startTimer,
} from '@recordings/service';
import { auditBucket, physicalName, quarantineBucket, queues } from '@recordings/topology';
import { makeArchiverMetrics } from './archiver-metrics.ts';
import { makeArchiverNotes } from './archiver-notes.ts';
import type { Config } from './config.ts';
import { makeCreateObject } from './make-create-object.ts';

/** Polls of queue `reconciliation-analytics`: a run publishes few windows. */
const ANALYTICS_SLOTS = 20;

/** Wires the archiver from its configuration and drains its queues. */
export const startArchiver = async (config: Config, log: Logger): Promise<Running> => {
  log.level = config.LOG_LEVEL;
  const processMetrics = makeMetrics('archiver');
  const metrics = makeArchiverMetrics(processMetrics);
  const named = (name: string): string => physicalName(config.RESOURCE_PREFIX, name);
  const aws = observeAws(processMetrics);
  // The addresses of the queues are asked for first, so the clock is right before the first change is read.
  const clock = makeClock({ metrics: processMetrics, log });
  const sqs = clock.watch(aws.watch(makeSqsClient()));
  const s3 = aws.watch(makeS3Client(config));
  const bucket = named(auditBucket);
  const store = makeRecordingStore({ s3, quarantineBucket: named(quarantineBucket) });
  const { readHistories, hourCounts } = makeStores(
    aws.watch(makeDynamoDbClient()),
    config.RESOURCE_PREFIX,
    () => Promise.reject(new Error('the archiver changes no call')),
  );
  const consume = async (of: 'audit' | 'analytics', slots: number): Promise<QueueConsumer> => {
    const { name, deadLetter } = queues[of];
    return makeQueueConsumer({
      sqs,
      queueUrl: await resolveQueueUrl(sqs, named(name)),
      deadLetterQueueUrl: await resolveQueueUrl(sqs, named(deadLetter.queue)),
      handle: makeArchiveMessage({
        of,
        readHistories,
        createObject: makeCreateObject(store, bucket),
        markHours: async (hours) => {
          await Promise.all(hours.map(hourCounts.mark));
        },
        addUnregisteredTenants: hourCounts.addUnregisteredTenants,
        now: () => timestampOf(clock.now()),
        makeId: randomUUID,
        startTimer,
        note: makeNote(makeArchiverNotes(metrics), log),
        maxMessages: slots,
        gatherMs: config.ARCHIVE_GATHER_SECONDS * 1_000,
      }),
      concurrency: slots,
      visibilityTimeoutS: config.VISIBILITY_TIMEOUT_SECONDS,
      log,
      onSettled: ({ outcome }) => metrics.messages.inc({ queue: of, outcome }),
      onPollFailed: () => metrics.pollsFailed.inc({ queue: of }),
      onPaused: (code) => metrics.paused.inc({ queue: of, code }),
    });
  };
  const consumers = [
    { of: 'audit', consumer: await consume('audit', config.ARCHIVE_BATCH_LINES) },
    ...(config.ANALYTICS ? [{ of: 'analytics', consumer: await consume('analytics', ANALYTICS_SLOTS) }] : []),
  ];
  const monitoring = makeMonitoringServer({
    host: config.HOST,
    port: config.MONITORING_PORT,
    metrics: processMetrics,
    ready: async () => ({
      ...Object.fromEntries(consumers.map(({ of, consumer }) => [of, pollCheck(consumer.health())])),
      bucket: await isReachable(s3, bucket),
    }),
    log,
  });
  log.info({ event: 'listening', monitoringUrl: await monitoring.start() }, 'listening');
  for (const { consumer } of consumers) consumer.start();
  const metricExport = startMetricExport({
    metrics: processMetrics,
    log,
    everyS: config.METRICS_EXPORT_SECONDS,
    stage: config.RESOURCE_PREFIX,
  });
  const stopWork = () => Promise.all(consumers.map(({ consumer }) => consumer.stop()));
  return { stop: () => metricExport.stopAfter(() => monitoring.stopAfter(stopWork)) };
};

const READY_TIMEOUT_MS = 3_000;

const isReachable = (s3: S3Client, Bucket: string): Promise<boolean> =>
  s3.send(new HeadBucketCommand({ Bucket }), { abortSignal: AbortSignal.timeout(READY_TIMEOUT_MS) }).then(
    () => true,
    () => false,
  );
