import { randomUUID } from 'node:crypto';
import { makeFindCalls, makeReadCompleteness, makeTellCall } from '@recordings/call-questions';
import { makeLocateRecording, type Timestamp, timestampOf } from '@recordings/call-record';
import { makeDynamoDbClient, makeStores } from '@recordings/dynamodb-stores';
import { makeRecordEvents } from '@recordings/event-intake';
import { makeAuditSender, makeBatchingPublisher, makeSnsClient, makeSqsClient } from '@recordings/messaging';
import { recordingQuarantined, recordingStored } from '@recordings/reconciliation';
import { makeStoreRecording, makeStoreUpload } from '@recordings/recording-intake';
import { makeFindBucketFault, makeRecordingStore, makeS3Client } from '@recordings/recording-store';
import {
  type Logger,
  makeClock,
  makeMetrics,
  makeMonitoringServer,
  makeNote,
  observeAws,
  type Running,
  startAuth,
  startMetricExport,
  startRegistry,
  watchBuckets,
  wireProtectGroup,
} from '@recordings/service';
import { makeHotPath } from '@recordings/signed-http';
import { physicalName, quarantineBucket, recordingsBucket } from '@recordings/topology';
import { buildApp } from './app.ts';
import { makeIssueAudioLink } from './calls/issue-audio-link.ts';
import type { Config } from './config.ts';
import { makeIngestionMetrics } from './ingestion-metrics.ts';
import { makeIngestionNotes } from './ingestion-notes.ts';

/** After its last byte has come, an upload has so much more time to become durable. */
const STORING_MS = 30_000;

/** Wires the API from its configuration and listens. */
export const startIngestionApi = async (config: Config, log: Logger): Promise<Running> => {
  log.level = config.LOG_LEVEL;
  const processMetrics = makeMetrics('ingestion-api');
  const registry = await startRegistry(config, {
    metrics: processMetrics,
    log,
    check: (version) => wireProtectGroup(config, version),
  });
  const metrics = makeIngestionMetrics(processMetrics);
  const note = makeNote(makeIngestionNotes(metrics), log);
  const aws = observeAws(processMetrics);
  const clock = makeClock({ metrics: processMetrics, log });
  const now = (): Timestamp => timestampOf(clock.now());
  const hotPath = makeHotPath(config, {
    now: clock.now,
    onRequest: (request) => {
      aws.onAttempt(request);
      clock.onAnswer(request);
    },
  });
  const s3 = clock.watch(aws.watch(makeS3Client(config)));
  const store = makeRecordingStore({
    s3,
    now: clock.now,
    quarantineBucket: physicalName(config.RESOURCE_PREFIX, quarantineBucket),
    ...(hotPath && { signed: { signedHttp: hotPath.s3, encryption: config } }),
  });
  const { calls, readCallPage, hourCounts, credentialUses } = makeStores(
    clock.watch(aws.watch(makeDynamoDbClient())),
    config.RESOURCE_PREFIX,
    await makeAuditSender(
      clock.watch(aws.watch(makeSqsClient())),
      config.RESOURCE_PREFIX,
      config.AUDIT_DELAY_SECONDS,
      hotPath?.messages,
    ),
    { signedHttp: hotPath?.dynamodb, recentBytes: config.RECENT_CALLS_BYTES },
  );
  const publish = makeBatchingPublisher(
    { sns: clock.watch(aws.watch(makeSnsClient())), topicArn: config.RECORDING_EVENTS_TOPIC_ARN },
    hotPath?.messages,
  );
  const shardCount = config.RECONCILIATION_SHARDS;
  const storeRecording = makeStoreRecording({
    store,
    calls,
    locate: makeLocateRecording(config.RESOURCE_PREFIX, () => metrics.unassigned.inc()),
    publishStored: (stored) => publish(recordingStored(stored, now())),
    publishQuarantined: (quarantined) => publish(recordingQuarantined(quarantined, now())),
    now,
    makeId: randomUUID,
    shardCount,
    by: 'ingestion-api',
    limits: { maxBytes: config.MAX_RECORDING_BYTES, maxHeldBytes: config.MAX_HELD_BYTES },
  });
  const auth = await startAuth(config, {
    ...{ metrics: processMetrics, log, now: clock.now },
    keepUse: ({ atMs, ...name }) =>
      credentialUses.record({ service: 'ingestion-api', ...name }, timestampOf(atMs)),
  });
  const app = await buildApp({
    authenticate: auth.authenticate,
    intake: registry.derive((version) => ({
      registry: version,
      protectGroup: wireProtectGroup(config, version),
      recordEvents: makeRecordEvents({
        calls,
        getCall: calls.get,
        getCalls: calls.getAll,
        quarantine: store.quarantine,
        registry: version,
        shardCount,
        now,
        by: 'ingestion-api',
        note,
      }),
      storeUpload: makeStoreUpload({ registry: version, getCall: calls.get, storeRecording, note }),
    })),
    maxEventsBytes: config.MAX_EVENTS_BYTES,
    maxEvents: config.MAX_EVENTS_PER_REQUEST,
    maxRecordingBytes: config.MAX_RECORDING_BYTES,
    maxUploadMs: config.UPLOAD_TIMEOUT_SECONDS * 1000 + STORING_MS,
    keepAliveMs: config.KEEP_ALIVE_SECONDS * 1000,
    headersTimeoutMs: config.HEADERS_TIMEOUT_SECONDS * 1000,
    trustedProxies: config.TRUSTED_PROXIES,
    admission: { config, note, onInFlight: metrics.setInFlight },
    tellCall: makeTellCall({ getCall: calls.get, registry: registry.view, now }),
    findCalls: makeFindCalls({ readCalls: readCallPage, registry: registry.view, now }),
    readCompleteness: makeReadCompleteness({ counts: hourCounts, registry: registry.view }),
    issueAudioLink: makeIssueAudioLink({
      calls,
      presignGet: store.presignGet,
      shardCount,
      now,
      by: 'ingestion-api',
      note,
    }),
    log,
    processMetrics,
  });
  const buckets = await watchBuckets({
    registry: registry.current,
    bucketOf: (line) => physicalName(config.RESOURCE_PREFIX, recordingsBucket(line)),
    findFault: makeFindBucketFault(s3),
    everyMs: config.REGISTRY_RELOAD_SECONDS * 1000,
    metrics: processMetrics,
    log,
  });
  const monitoring = makeMonitoringServer({
    host: config.HOST,
    port: config.MONITORING_PORT,
    metrics: processMetrics,
    ready: async () => ({ callRecords: await calls.isReachable(), buckets: buckets.check() }),
    log,
  });
  await clock.correctBy(calls.isReachable);
  const url = await app.listen({ host: config.HOST, port: config.PORT });
  log.info({ event: 'listening', url, monitoringUrl: await monitoring.start() }, 'listening');
  const metricExport = startMetricExport({
    metrics: processMetrics,
    log,
    everyS: config.METRICS_EXPORT_SECONDS,
    stage: config.RESOURCE_PREFIX,
  });
  const stopWork = async (): Promise<void> => {
    await app.close();
    auth.stop();
    registry.stop();
    buckets.stop();
  };
  return { stop: () => metricExport.stopAfter(() => monitoring.stopAfter(stopWork)) };
};
