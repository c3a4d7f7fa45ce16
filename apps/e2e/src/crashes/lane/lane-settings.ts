import { createHash } from 'node:crypto';
import type { TopicArns } from '@recordings/local-aws';
import type { Service } from '../points/crash-point.ts';

export type Settings = Readonly<Record<string, string>>;

/** The one OCP group of all stories, and its tenant. */
export const GROUP = 'Acme_EN';
export const TENANT = 'acme';
export const OCP_KEY = 'ocp-key-8d31f0';
/** Of the sender of a story, who asks for executions too. */
export const STORY_KEY = 'story-key-c44a07';

export type SettingsInput = {
  readonly aws: Settings;
  readonly prefix: string;
  readonly topicArns: TopicArns;
  readonly stateMachineArn: string;
  readonly registryFile: string;
  readonly ocpUrl: string;
};

/**
 * The variables of each service. Most waits are the shortest that are legal. A call counts as stale after the message of
 * a dead process is visible again. A deadline of downloads is not reached on a machine that is busy.
 */
export const laneSettings = (input: SettingsInput): Readonly<Record<Service, Settings>> => {
  const common = {
    ...input.aws,
    HOST: '127.0.0.1',
    MONITORING_PORT: '0',
    RESOURCE_PREFIX: input.prefix,
    REGISTRY_FILE: input.registryFile,
    AUDIT_DELAY_SECONDS: '1',
    RECONCILIATION_SHARDS: '1',
  };
  const { recordingEvents, reconciliationEvents } = input.topicArns;
  const server = { PORT: '0', API_CREDENTIALS: JSON.stringify([credential]) };
  return {
    'ingestion-api': {
      ...common,
      ...server,
      RECORDING_EVENTS_TOPIC_ARN: recordingEvents,
      MAX_HELD_BYTES: '65536',
    },
    pooler: { ...common, ...server, ...poolerSettings, RECONCILIATION_TOPIC_ARN: reconciliationEvents },
    'reconciler-worker': {
      ...common,
      ...ocpSettings(input),
      ...workerSettings,
      STATE_MACHINE_ARN: input.stateMachineArn,
    },
    downloader: {
      ...common,
      ...ocpSettings(input),
      ...downloaderSettings,
      RECORDING_EVENTS_TOPIC_ARN: recordingEvents,
    },
    archiver: { ...common, ARCHIVE_GATHER_SECONDS: '1', VISIBILITY_TIMEOUT_SECONDS: '5' },
  };
};

/** A pooler that is not to be killed runs when it is asked to: its cron would take much of the machine. */
export const UNSCHEDULED: Settings = { SCHEDULER_ENABLED: 'false' };

const credential = {
  name: 'story',
  keySha256: createHash('sha256').update(STORY_KEY).digest('hex'),
  tenants: [TENANT],
  scopes: ['events:write', 'recordings:write', 'executions:run'],
};

const poolerSettings: Settings = {
  CRON_EXPRESSION: '*/2 * * * * *',
  BUFFER_MINUTES: '0',
  MISSING_END_HOURS: '0',
  STALE_MINUTES: '0.15',
  EXECUTION_LEASE_SECONDS: '5',
  SWEEP_ENABLED: 'false',
};

const ocpSettings = ({ ocpUrl }: SettingsInput): Settings => ({
  OCP_BASE_URL: ocpUrl,
  OCP_ALLOW_HTTP: 'true',
  OCP_CREDENTIALS: JSON.stringify({ [`${TENANT}-ocp`]: { kind: 'api-key', apiKey: OCP_KEY } }),
  OCP_MAX_REQUESTS: '6000',
  OCP_TIMEOUT_MS: '2000',
  OCP_RETRY_MS: '100',
  OCP_BREAKER_OPEN_SECONDS: '1',
  OCP_BREAKER_LONG_OPEN_SECONDS: '1',
  VISIBILITY_TIMEOUT_SECONDS: '5',
  IDLE_PAUSE_SECONDS: '0',
  OUTAGE_RETRY_SECONDS: '1',
  MAX_OUTAGE_RETRY_SECONDS: '2',
});

const workerSettings: Settings = {
  EXPORT_GATHER_SECONDS: '0',
  POLL_DELAY_SECONDS: '1',
  POLL_DELAY_GROWTH: '1',
  MAX_POLLS: '30',
  SLOT_BUSY_SECONDS: '1',
  CREATE_RETRY_SECONDS: '1,1,2',
  OVERLOADED_CREATE_SECONDS: '1,1,2',
  POLL_RETRY_SECONDS: '1',
  FAILED_POLL_SECONDS: '1',
  LISTING_RETRY_SECONDS: '1',
  OVERDUE_SECONDS: '1',
  WATCHDOG_SECONDS: '1',
  LEASE_MINUTES: '1',
  DOWNLOAD_DEADLINE_MINUTES: '1',
};

const downloaderSettings: Settings = {
  MAX_HELD_BYTES: '65536',
  DOWNLOAD_RETRY_SECONDS: '1',
  UPLOAD_TIMEOUT_SECONDS: '9', // No upload of a lane takes so long.
};
