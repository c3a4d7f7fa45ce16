import { OCP_SECRET } from '../data/make-secrets.ts';
import { keepAliveS } from './idle-timeout.ts';
import type { ContainerInput } from './make-task-definition.ts';
import { MONITORING_PORT, PORT } from './ports.ts';
import type { ServiceData } from './service-data.ts';
import type { OcpSettings, Priority, ServiceSettings } from './service-settings.ts';

export type InputDeps = {
  readonly prefix: string;
  readonly region: string;
  readonly settings: ServiceSettings;
  readonly vpcCidr: string;
  /** Of the state machine that drives windows. */
  readonly stateMachineArn: string;
  readonly data: Pick<ServiceData, 'topicArns' | 'secrets' | 'bucketKeyArn' | 'registryFile'>;
};

/** Seconds. CloudWatch's alarms look at whole minutes. */
const METRICS_EXPORT_S = 60;

const common = ({ prefix, region, settings, data }: InputDeps) => ({
  AWS_REGION: region,
  RESOURCE_PREFIX: prefix,
  LOG_LEVEL: settings.logLevel,
  REGISTRY_FILE: data.registryFile,
  METRICS_EXPORT_SECONDS: String(METRICS_EXPORT_S),
});

const writingToS3 = ({ data }: InputDeps) => ({ S3_SSE: 'aws:kms', S3_KMS_KEY_ID: data.bucketKeyArn });

/** The downloader finishes recordings of pushes that are older than the longest upload. */
const storing = ({ data, settings }: InputDeps) => ({
  RECORDING_EVENTS_TOPIC_ARN: data.topicArns.recordingEvents,
  UPLOAD_TIMEOUT_SECONDS: String(settings.ingestionApi.uploadTimeoutSeconds),
});

const monitored = { MONITORING_PORT: String(MONITORING_PORT) };

const budget = ({ maxRequests, periodSeconds }: Pick<OcpSettings, 'maxRequests' | 'periodSeconds'>) => ({
  OCP_MAX_REQUESTS: String(maxRequests),
  OCP_REQUEST_PERIOD_SECONDS: String(periodSeconds),
});

const ocp = (prefix: string, { downloadHosts, privateHosts, ...ocpSettings }: OcpSettings) => ({
  OCP_CREDENTIALS: `secretsmanager:${prefix}/${OCP_SECRET}`,
  OCP_BASE_URL: ocpSettings.baseUrl,
  ...budget(ocpSettings),
  OCP_TIMEOUT_MS: String(ocpSettings.timeoutMs),
  ...(downloadHosts.length > 0 && { OCP_DOWNLOAD_HOSTS: downloadHosts.join(',') }),
  ...(privateHosts.length > 0 && { OCP_PRIVATE_HOSTS: privateHosts.join(',') }),
});

export const ingestionInput = (deps: InputDeps): ContainerInput => ({
  environment: {
    ...common(deps),
    ...monitored,
    ...writingToS3(deps),
    ...storing(deps),
    PORT: String(PORT),
    KEEP_ALIVE_SECONDS: String(keepAliveS(deps.settings.ingestionApi)),
    TRUSTED_PROXIES: '1', // The load balancer.
    // Only the load balancer can connect: see make-security-groups.ts.
    ...(deps.settings.ingestionApi.trustStore && { MTLS_TRUSTED_PROXIES: deps.vpcCidr }),
  },
  secrets: {
    API_CREDENTIALS: deps.data.secrets.ingestionCredentials,
    PII_HASH_KEY: deps.data.secrets.piiHashKey,
  },
});

/** Every worker drains `export-checks` and `workflow-tasks`, too, whatever its priority. */
export const reconcilerInput = (deps: InputDeps, priority: Priority): ContainerInput => ({
  environment: {
    ...common(deps),
    ...monitored,
    ...ocp(deps.prefix, deps.settings.ocp),
    ...writingToS3(deps),
    QUEUES: priority,
    ORCHESTRATOR: deps.settings.reconcilerWorker.orchestrator,
    STATE_MACHINE_ARN: deps.stateMachineArn,
    ...(deps.settings.reconcilerWorker.callbackHosts.length > 0 && {
      CALLBACK_HOSTS: deps.settings.reconcilerWorker.callbackHosts.join(','),
    }),
    REQUEST_CONCURRENCY: String(deps.settings.reconcilerWorker.concurrency),
    CHECK_CONCURRENCY: String(deps.settings.reconcilerWorker.concurrency),
  },
  secrets: {
    PII_HASH_KEY: deps.data.secrets.piiHashKey,
  },
});

export const downloaderInput = (deps: InputDeps): ContainerInput => ({
  environment: {
    ...common(deps),
    ...monitored,
    ...ocp(deps.prefix, deps.settings.ocp),
    ...writingToS3(deps),
    ...storing(deps),
    DOWNLOAD_CONCURRENCY: String(deps.settings.downloader.concurrency),
  },
  secrets: {},
});

/** It reads no registry. */
export const archiverInput = (deps: InputDeps): ContainerInput => {
  const { REGISTRY_FILE: _, ...environment } = common(deps);
  const ANALYTICS = String(deps.settings.archiver.analytics);
  return { environment: { ...environment, ...monitored, ...writingToS3(deps), ANALYTICS }, secrets: {} };
};

/** One command of an operator. What it prints goes to the log of the task. */
export const opsInput = (deps: InputDeps): ContainerInput => {
  const { METRICS_EXPORT_SECONDS: _, LOG_LEVEL: __, ...environment } = common(deps);
  const { recordingEvents, reconciliationEvents } = deps.data.topicArns;
  return {
    environment: {
      ...environment,
      ...writingToS3(deps),
      RECORDING_EVENTS_TOPIC_ARN: recordingEvents,
      RECONCILIATION_TOPIC_ARN: reconciliationEvents,
      OCP_BASE_URL: deps.settings.ocp.baseUrl,
      ...budget(deps.settings.ocp),
    },
    secrets: {},
  };
};

/** One execution. EventBridge Scheduler starts it, so its own cron is off. */
export const poolerInput = (deps: InputDeps): ContainerInput => ({
  environment: {
    ...common(deps),
    ...writingToS3(deps),
    RUN_ONCE: 'true',
    SCHEDULER_ENABLED: 'false',
    OCP_BASE_URL: deps.settings.ocp.baseUrl,
    ...budget(deps.settings.ocp),
    RECONCILIATION_TOPIC_ARN: deps.data.topicArns.reconciliationEvents,
  },
  secrets: { API_CREDENTIALS: deps.data.secrets.poolerCredentials },
});
