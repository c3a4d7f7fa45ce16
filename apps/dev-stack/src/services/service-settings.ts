import { createHash, randomBytes } from 'node:crypto';
import type { Orchestrator } from '@recordings/call-record';
import type { AuthKind, ServiceName } from '../options.ts';

export type { ServiceName } from '../options.ts';

export type Settings = Readonly<Record<string, string>>;

/** The API keys of one run. */
export type RunKeys = {
  readonly push: string;
  readonly operator: string;
  readonly ocp: string;
  /** By which personal fields are hashed, if the registry asks for it. */
  readonly piiHash: string;
};

export const makeRunKeys = (): RunKeys => ({
  push: newKey(),
  operator: newKey(),
  ocp: newKey(),
  piiHash: newKey() + newKey(),
});

const newKey = (): string => randomBytes(18).toString('hex');

export type SettingsInput = {
  /** 0 takes a free one. All other ports are free ones. */
  readonly ingestionPort: number;
  readonly keys: RunKeys;
  readonly aws: Settings;
  readonly topicArns: { readonly reconciliationEvents: string; readonly recordingEvents: string };
  readonly prefix: string;
  readonly registryFile: string;
  readonly audioDir: string;
  readonly tenants: readonly string[];
  /** Where the workers have their credentials for OCP from. */
  readonly ocpCredentials: Settings;
  readonly auth: AuthKind;
  readonly orchestrator: Orchestrator;
  readonly sweeps: boolean;
  readonly stateMachineArn: string;
  /** Path of the simulator's script. */
  readonly script?: string | undefined;
};

/**
 * The environment variables of each process of the stack; the addresses of other processes are added at their start.
 * They are the services' own, as in a deployment. Only the waits are short, so that a day plays in seconds.
 */
export const serviceSettings = (input: SettingsInput): Readonly<Record<ServiceName, Settings>> => {
  const loopback = { HOST: '127.0.0.1', MONITORING_PORT: '0', REGISTRY_FILE: input.registryFile };
  const aws = { ...input.aws, ...loopback, RESOURCE_PREFIX: input.prefix };
  const common = { ...aws, AUDIT_DELAY_SECONDS: '5' };
  const ocp = ocpSettings(input);
  const hashing = { PII_HASH_KEY: input.keys.piiHash };
  return {
    'ingestion-api': { ...common, ...hashing, ...ingestionSettings(input) },
    pooler: { ...common, ...poolerSettings(input) },
    'reconciler-worker': { ...common, ...ocp, ...hashing, ...reconcilerSettings, ...workflowSettings(input) },
    downloader: { ...common, ...ocp, ...downloaderSettings(input) },
    archiver: { ...aws, ...archiverSettings },
    'ocp-simulator': { ...loopback, ...simulatorSettings(input) },
  };
};

export const ocpBudget: Settings = { OCP_MAX_REQUESTS: '6000' };

const ocpSettings = ({ ocpCredentials }: SettingsInput): Settings => ({
  ...ocpCredentials,
  OCP_ALLOW_HTTP: 'true', // The simulator has no certificate.
  ...ocpBudget,
  OCP_TIMEOUT_MS: '5000',
  OCP_RETRY_MS: '200,1000,2000',
  OCP_BREAKER_OPEN_SECONDS: '2',
  OCP_BREAKER_LONG_OPEN_SECONDS: '5',
});

const ingestionSettings = ({ ingestionPort, keys, tenants, topicArns }: SettingsInput): Settings => ({
  PORT: String(ingestionPort),
  API_CREDENTIALS: JSON.stringify([
    credential('ocp', keys.push, tenants, ['events:write', 'recordings:write']),
    credential('operator', keys.operator, tenants, ['calls:read', 'audio:read']),
  ]),
  RECORDING_EVENTS_TOPIC_ARN: topicArns.recordingEvents,
});

const poolerSettings = ({ keys, tenants, topicArns, sweeps }: SettingsInput): Settings => ({
  PORT: '0',
  API_CREDENTIALS: JSON.stringify([credential('operator', keys.operator, tenants, ['executions:run'])]),
  RECONCILIATION_TOPIC_ARN: topicArns.reconciliationEvents,
  ...ocpBudget,
  LOOKBACK_DAYS: '40',
  BUFFER_MINUTES: '0.02',
  STALE_MINUTES: '0.25',
  EXECUTION_LEASE_SECONDS: '5',
  SWEEP_ENABLED: String(sweeps),
});

const reconcilerSettings: Settings = {
  EXPORT_GATHER_SECONDS: '2',
  POLL_DELAY_SECONDS: '1',
  MAX_POLL_DELAY_SECONDS: '2',
  MAX_POLLS: '30',
  SLOT_BUSY_SECONDS: '1',
  CREATE_RETRY_SECONDS: '1,1,2,2,5',
  OVERLOADED_CREATE_SECONDS: '1,2,4',
  POLL_RETRY_SECONDS: '1,2,4',
  FAILED_POLL_SECONDS: '1',
  LISTING_RETRY_SECONDS: '1,2,4',
  OVERDUE_SECONDS: '4',
  WATCHDOG_SECONDS: '2',
  LEASE_MINUTES: '1',
  DOWNLOAD_DEADLINE_MINUTES: '0.5',
  RETRY_DELAY_SECONDS: '2',
  OUTAGE_RETRY_SECONDS: '2',
  MAX_OUTAGE_RETRY_SECONDS: '4',
  IDLE_PAUSE_SECONDS: '0',
  VISIBILITY_TIMEOUT_SECONDS: '10',
};

const workflowSettings = ({ orchestrator, stateMachineArn }: SettingsInput): Settings => ({
  ORCHESTRATOR: orchestrator,
  STATE_MACHINE_ARN: stateMachineArn,
});

const downloaderSettings = ({ topicArns }: SettingsInput): Settings => ({
  RECORDING_EVENTS_TOPIC_ARN: topicArns.recordingEvents,
  DOWNLOAD_RETRY_SECONDS: '1,2,5',
  OUTAGE_RETRY_SECONDS: '2',
  MAX_OUTAGE_RETRY_SECONDS: '4',
  IDLE_PAUSE_SECONDS: '0',
  VISIBILITY_TIMEOUT_SECONDS: '10',
});

const archiverSettings: Settings = {
  ARCHIVE_GATHER_SECONDS: '2',
  VISIBILITY_TIMEOUT_SECONDS: '10',
};

const simulatorSettings = ({ audioDir, auth, keys, script }: SettingsInput): Settings => ({
  PORT: '0',
  AUDIO_DIR: audioDir,
  INGESTION_API_KEY: keys.push,
  OCP_AUTH: auth,
  OCP_API_KEY: keys.ocp,
  CALLS: '0', // The day comes later: PUT /simulator/day.
  ...(script !== undefined && { SCRIPT_FILE: script }),
});

const credential = (name: string, key: string, tenants: readonly string[], scopes: readonly string[]) => ({
  name,
  keySha256: createHash('sha256').update(key).digest('hex'),
  tenants,
  scopes,
});
