import { randomUUID } from 'node:crypto';
import { HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { makeArchiveMessage } from '@recordings/audit-archive';
import { timestampOf } from '@recordings/call-record';
import { makeDynamoDbClient, makeStores } from '@recordings/dynamodb-stores';
import { makeQueueConsumer, makeSqsClient, resolveQueueUrl } from '@recordings/messaging';
import { makeRecordingStore, makeS3Client } from '@recordings/recording-store';
import {
  type Logger,
  makeMetrics,
  makeMonitoringServer,
  makeNote,
  pollCheck,
  type Running,
  startMetricExport,
} from '@recordings/service';
import { auditBucket, physicalName, quarantineBucket, queues } from '@recordings/topology';
import { makeArchiverMetrics } from './archiver-metrics.ts';
import { makeArchiverNotes } from './archiver-notes.ts';
import type { Config } from './config.ts';
import { makeCreateObject } from './make-create-object.ts';

const startTimer = (delayMs: number, onElapsed: () => void): (() => void) => {
  const timer = setTimeout(onElapsed, delayMs);
  return () => clearTimeout(timer);
};

/** Wires the archiver from its configuration and drains queue `audit`. */
export const startArchiver = async (config: Config, log: Logger): Promise<Running> => {
  log.level = config.LOG_LEVEL;
  const processMetrics = makeMetrics('archiver');
  const metrics = makeArchiverMetrics(processMetrics);
  const named = (name: string): string => physicalName(config.RESOURCE_PREFIX, name);
  const sqs = makeSqsClient();
  const s3 = makeS3Client(config);
  const bucket = named(auditBucket);
  const store = makeRecordingStore({ s3, quarantineBucket: named(quarantineBucket) });
  const { readHistories } = makeStores(makeDynamoDbClient(), config.RESOURCE_PREFIX, () =>
    Promise.reject(new Error('the archiver changes no call')),
  );
  const consumer = makeQueueConsumer({
    sqs,
    queueUrl: await resolveQueueUrl(sqs, named(queues.audit.name)),
    deadLetterQueueUrl: await resolveQueueUrl(sqs, named(queues.audit.deadLetter.queue)),
    handle: makeArchiveMessage({
      readHistories,
      createObject: makeCreateObject(store, bucket),
      now: () => timestampOf(Date.now()),
      makeId: randomUUID,
      startTimer,
      note: makeNote(makeArchiverNotes(metrics), log),
      maxMessages: config.ARCHIVE_BATCH_LINES,
      gatherMs: config.ARCHIVE_GATHER_SECONDS * 1_000,
    }),
    concurrency: config.ARCHIVE_BATCH_LINES,
    visibilityTimeoutS: config.VISIBILITY_TIMEOUT_SECONDS,
    log,
    onSettled: ({ outcome }) => metrics.messages.inc({ queue: 'audit', outcome }),
    onPollFailed: () => metrics.pollsFailed.inc({ queue: 'audit' }),
  });
  const monitoring = makeMonitoringServer({
    host: config.HOST,
    port: config.MONITORING_PORT,
    metrics: processMetrics,
    ready: async () => ({ audit: pollCheck(consumer.health()), bucket: await isReachable(s3, bucket) }),
    log,
  });
  log.info({ event: 'listening', monitoringUrl: await monitoring.start() }, 'listening');
  consumer.start();
  const metricExport = startMetricExport({
    metrics: processMetrics,
    log,
    everyS: config.METRICS_EXPORT_SECONDS,
    stage: config.RESOURCE_PREFIX,
  });
  return { stop: () => metricExport.stopAfter(() => monitoring.stopAfter(() => consumer.stop())) };
};

const READY_TIMEOUT_MS = 3_000;

const isReachable = (s3: S3Client, Bucket: string): Promise<boolean> =>
  s3.send(new HeadBucketCommand({ Bucket }), { abortSignal: AbortSignal.timeout(READY_TIMEOUT_MS) }).then(
    () => true,
    () => false,
  );
