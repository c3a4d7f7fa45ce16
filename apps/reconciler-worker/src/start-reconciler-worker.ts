import { randomUUID } from 'node:crypto';
import type { SQSClient } from '@aws-sdk/client-sqs';
import {
  makeLocateRecording,
  type RegistryGroup,
  shifted,
  type Timestamp,
  timestampOf,
} from '@recordings/call-record';
import { makeDynamoDbClient, makeStores, type Stores } from '@recordings/dynamodb-stores';
import { makeAuditSender, makeQueueSender, makeSqsClient, resolveQueueUrl } from '@recordings/messaging';
import { holdRefused, protectListed } from '@recordings/ocp-access';
import {
  credentialsMark,
  makeOcpClients,
  type OcpCredentials,
  ocpHostOf,
  parseOcpCredentials,
  requireCredentials,
} from '@recordings/ocp-client';
import { type OcpGate, type RefusalEvent, watchClaimOf } from '@recordings/reconciliation';
import {
  type Clock,
  type LiveRegistry,
  type Logger,
  type Metrics,
  makeClock,
  makeMetrics,
  makeMonitoringServer,
  makeNote,
  makeRefusalNotes,
  observeAws,
  observeOcpRequests,
  pollCheck,
  type Running,
  runPeriodically,
  startMetricExport,
  startOcpCredentials,
  startRegistry,
  wireProtectGroup,
} from '@recordings/service';
import { makeSfnClient } from '@recordings/step-functions';
import { MAX_DELAY_S, physicalName, queues, reconciliationFailures } from '@recordings/topology';
import { makeWatch, type RecoveryDeps } from '@recordings/window-recovery';
import type { Config } from './config.ts';
import { makeConsumers } from './make-consumers.ts';
import { makeGate } from './make-gate.ts';
import { makeWorkflow } from './make-workflow.ts';
import { exportPolicy, reconciliationPolicy, retryRuleOf } from './policies.ts';
import { makeReconcilerMetrics } from './reconciler-metrics.ts';
import { makeReconcilerNotes } from './reconciler-notes.ts';
import { requireCallbackHosts } from './require-callback-hosts.ts';
import { requireOrchestrators } from './require-orchestrators.ts';
import { watchAllUndelivered } from './watch-all-undelivered.ts';
import { type CredentialUse, makeCredentialUse, watchCredentials } from './watch-credentials.ts';
import { wireRecordCdrs } from './wire-record-cdrs.ts';

/** Seconds. The window is closed a moment after its task is sent. */
const CALLBACK_DELAY_S = 5;

/** Wires the worker from its configuration, drains its queues and runs the watchdog. */
export const startReconcilerWorker = async (
  config: Config,
  log: Logger,
  signal: AbortSignal,
): Promise<Running> => {
  log.level = config.LOG_LEVEL;
  const processMetrics = makeMetrics('reconciler-worker');
  const credentials = await startOcpCredentials(config, {
    metrics: processMetrics,
    log,
    parse: parseOcpCredentials,
  });
  const registry = await startRegistry(config, {
    metrics: processMetrics,
    log,
    check: (version) => {
      requireCredentials(credentials.current(), version.groups);
      wireProtectGroup(config, version);
      requireCallbackHosts(config, version.groups);
      requireOrchestrators(config, version.groups);
    },
  });
  const clock = makeClock({ metrics: processMetrics, log });
  const aws = observeAws(processMetrics);
  const sqs = clock.watch(aws.watch(makeSqsClient()));
  const metrics = makeReconcilerMetrics(processMetrics);
  const note = makeNote(makeReconcilerNotes(metrics), log);
  const announce = await makeAuditSender(sqs, config.RESOURCE_PREFIX, config.AUDIT_DELAY_SECONDS);
  const stores = makeStores(clock.watch(aws.watch(makeDynamoDbClient())), config.RESOURCE_PREFIX, announce);
  const gate = makeGate(config, stores, clock, processMetrics, log);
  const noteRefusal = makeNote(makeRefusalNotes(processMetrics), log);
  credentials.checkBy((version) => requireCredentials(version, registry.current().groups));
  const use = makeCredentialUse(clock);
  const recordCdrsBy = wireRecordCdrs(config, stores, {
    ...{ aws, clock, metrics: processMetrics, log, signal },
    now: () => timestampOf(clock.now()),
  });
  const workflow = makeWorkflow(config, () => clock.watch(aws.watch(makeSfnClient())));
  const given = {
    ...{ note, workflow },
    noteRefusal,
    gate,
    clock,
    signal,
    use,
    credentials: credentials.current,
    recordCdrsBy,
  };
  const deps = await makeDepsNow(config, registry, sqs, stores, processMetrics, given);
  const consumers = await makeConsumers(config, sqs, deps, { metrics, gate, log });
  const monitoring = makeMonitoringServer({
    host: config.HOST,
    port: config.MONITORING_PORT,
    metrics: processMetrics,
    ready: async () => ({
      callRecords: await stores.calls.isReachable(),
      ...Object.fromEntries(consumers.map(({ queue, consumer }) => [queue, pollCheck(consumer.health())])),
    }),
    log,
  });
  log.info({ event: 'listening', monitoringUrl: await monitoring.start() }, 'listening');
  for (const { consumer } of consumers) consumer.start();
  const stopUndelivered = await watchAllUndelivered(config, sqs, log);
  const watchNow = registry.derive(() => makeWatch(deps()));
  const watching = runPeriodically({
    everyMs: config.WATCHDOG_SECONDS * 1000,
    run: () => watchNow()(),
    signal,
    onError: (error) => log.error({ event: 'watchdog_failed', err: error }, 'watchdog round failed'),
  });
  const watchingCredentials = watchCredentials({
    credentials: credentials.current,
    use,
    groups: () => registry.current().groups,
    ocpOf: (group) => deps().ocpOf(group),
    clock,
    metrics: processMetrics,
    log,
    signal,
  });
  const metricExport = startMetricExport({
    metrics: processMetrics,
    log,
    everyS: config.METRICS_EXPORT_SECONDS,
    stage: config.RESOURCE_PREFIX,
  });
  const stopWork = () =>
    Promise.all([
      ...consumers.map(({ consumer }) => consumer.stop()),
      watching,
      watchingCredentials,
      stopUndelivered(),
    ]);
  return {
    stop: () =>
      metricExport
        .stopAfter(() => monitoring.stopAfter(stopWork))
        .finally(() => {
          registry.stop();
          credentials.stop();
        }),
  };
};

type Given = Pick<RecoveryDeps, 'note' | 'signal' | 'workflow'> & {
  readonly gate: OcpGate;
  readonly clock: Clock;
  readonly noteRefusal: (event: RefusalEvent) => void;
  readonly credentials: () => OcpCredentials;
  readonly use: CredentialUse;
  readonly recordCdrsBy: ReturnType<typeof wireRecordCdrs>;
};

/** @returns the function that gives what a message or a round needs, by the version of the registry in use. */
const makeDepsNow = async (
  config: Config,
  registry: LiveRegistry,
  sqs: SQSClient,
  { coordination, ...stores }: Stores,
  processMetrics: Metrics,
  { gate, clock, noteRefusal, credentials, use, recordCdrsBy, ...given }: Given,
): Promise<() => RecoveryDeps> => {
  const now = (): Timestamp => timestampOf(clock.now());
  const named = (name: string): string => physicalName(config.RESOURCE_PREFIX, name);
  const senderTo = async (name: string) =>
    makeQueueSender({ sqs, queueUrl: await resolveQueueUrl(sqs, named(name)) });
  const [checks, urgentDownloads, downloads, failures, callbacks] = [
    await senderTo(queues.exportChecks.name),
    await senderTo(queues.downloadsHigh.name),
    await senderTo(queues.downloads.name),
    await senderTo(reconciliationFailures),
    await senderTo(queues.callbacks.name),
  ];
  const watcher = randomUUID();
  const protectNow = registry.derive((version) => wireProtectGroup(config, version));
  const ocpOf = makeOcpClients(config, credentials, {
    gate,
    onRequest: observeOcpRequests(processMetrics),
    onAccepted: use.accepted,
  });
  const markOf = (group: RegistryGroup): string => credentialsMark(credentials(), group.credentials);
  const deps: Omit<RecoveryDeps, 'registry' | 'recordCdrs'> = {
    ...given,
    ...stores,
    ocpHost: ocpHostOf(config),
    claimWatch: (groupId) => {
      const until = shifted(now(), config.WATCHDOG_SECONDS * 1000);
      const name = watchClaimOf({ ocpHost: ocpHostOf(config), groupId });
      return coordination.claim(name, watcher, now(), until);
    },
    ocpOf: holdRefused<RegistryGroup>(
      { rule: retryRuleOf(config), credentialsMark: markOf, now: clock.now, note: noteRefusal },
      (group) => protectListed(ocpOf(group), protectNow()(group.name, group.tenant)),
    ),
    credentialsMark: markOf,
    // SQS delays by 15 minutes at most. A longer delay takes several messages: a check that arrives early is sent again.
    sendCheck: (check, delayMs) =>
      checks.send(check, { delayS: Math.min(Math.ceil(delayMs / 1000), MAX_DELAY_S) }),
    sendCallback: (task) => callbacks.send(task, { delayS: CALLBACK_DELAY_S }),
    reportFailures: (reports) =>
      failures.sendAll(
        reports.map(({ body, failureType }) => ({ body, attributes: { FailureType: failureType } })),
      ),
    sendDownloads: (tasks, priority) =>
      (priority === 'high' ? urgentDownloads : downloads).sendAll(tasks.map((body) => ({ body }))),
    exportPolicy: exportPolicy(config),
    reconciliationPolicy: reconciliationPolicy(config),
    retryRule: retryRuleOf(config),
    gatherMs: config.EXPORT_GATHER_SECONDS * 1000,
    audioFormat: config.AUDIO_FORMAT,
    ocpEndpoint: config.OCP_BASE_URL,
    shardCount: config.RECONCILIATION_SHARDS,
    // Called only for a known line of business. A downloader counts the others.
    locate: makeLocateRecording(config.RESOURCE_PREFIX, () => undefined),
    now,
    makeId: randomUUID,
    timeoutSignal: (delayMs) => AbortSignal.timeout(delayMs),
  };
  return registry.derive((version) => ({
    ...deps,
    registry: version,
    recordCdrs: recordCdrsBy(version, wireProtectGroup(config, version)),
  }));
};
