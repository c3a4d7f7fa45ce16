import { createHash, randomBytes } from 'node:crypto';
import type { StackOptions } from '../options.ts';

export type Settings = Readonly<Record<string, string>>;

/** Keys of this run, made anew for each. */
export type RunKeys = { readonly push: string; readonly operator: string; readonly ocp: string };

export const makeRunKeys = (): RunKeys => ({ push: newKey(), operator: newKey(), ocp: newKey() });

const newKey = (): string => randomBytes(18).toString('base64url');

export type SettingsInput = {
  readonly options: StackOptions;
  /** Of the ingestion API; 0 takes a free one, as all others do. */
  readonly ingestionPort: number;
  readonly keys: RunKeys;
  readonly aws: Settings;
  readonly topicArns: { readonly reconciliationEvents: string; readonly recordingEvents: string };
  readonly prefix: string;
  readonly registryFile: string;
  readonly audioDir: string;
  readonly tenants: readonly string[];
  readonly credentialNames: readonly string[];
  readonly spanEnd: string;
};

/**
 * The environment variables of each process of the stack, but for the addresses of the others. They are the services' own, the same as in a deployment;
 * only the waits are short, so that a day plays in seconds.
 */
export const serviceSettings = (input: SettingsInput): Readonly<Record<ServiceName, Settings>> => {
  const { aws, prefix, registryFile, topicArns } = input;
  const loopback = { HOST: '127.0.0.1', PORT: '0', REGISTRY_FILE: registryFile };
  const common = { ...aws, ...loopback, RESOURCE_PREFIX: prefix };
  const ocp = {
    OCP_CREDENTIALS: JSON.stringify(
      Object.fromEntries(
        input.credentialNames.map((name) => [name, { kind: 'api-key', apiKey: input.keys.ocp }]),
      ),
    ),
    OCP_MAX_REQUESTS: '6000',
    OCP_TIMEOUT_MS: '5000',
    OCP_RETRY_MS: '200,1000,2000',
    OCP_BREAKER_OPEN_SECONDS: '2',
  };
  return {
    'ingestion-api': {
      ...common,
      PORT: String(input.ingestionPort),
      API_CREDENTIALS: JSON.stringify([
        credential('ocp', input.keys.push, input.tenants, ['events:write', 'recordings:write']),
        credential('operator', input.keys.operator, input.tenants, ['calls:read', 'audio:read']),
      ]),
      RECORDING_EVENTS_TOPIC_ARN: topicArns.recordingEvents,
    },
    pooler: {
      ...common,
      API_CREDENTIALS: JSON.stringify([
        credential('operator', input.keys.operator, input.tenants, ['executions:run']),
      ]),
      RECONCILIATION_TOPIC_ARN: topicArns.reconciliationEvents,
      LOOKBACK_DAYS: '40',
      BUFFER_MINUTES: '0.02',
      STALE_MINUTES: '0.25',
      EXECUTION_LEASE_SECONDS: '5',
    },
    'reconciler-worker': {
      ...common,
      ...ocp,
      EXPORT_GATHER_SECONDS: '2',
      POLL_DELAY_SECONDS: '1',
      MAX_POLL_DELAY_SECONDS: '2',
      MAX_POLLS: '30',
      SLOT_BUSY_SECONDS: '1',
      CREATE_RETRY_SECONDS: '1,1,2,2,5',
      OVERDUE_SECONDS: '4',
      WATCHDOG_SECONDS: '2',
      LEASE_MINUTES: '1',
      DOWNLOAD_DEADLINE_MINUTES: '0.5',
      RETRY_DELAY_SECONDS: '2',
      OUTAGE_RETRY_SECONDS: '2',
      VISIBILITY_TIMEOUT_SECONDS: '10',
    },
    downloader: {
      ...common,
      ...ocp,
      RECORDING_EVENTS_TOPIC_ARN: topicArns.recordingEvents,
      DOWNLOAD_RETRY_SECONDS: '1,2,5',
      VISIBILITY_TIMEOUT_SECONDS: '10',
    },
    'ocp-simulator': {
      ...loopback,
      AUDIO_DIR: input.audioDir,
      INGESTION_API_KEY: input.keys.push,
      OCP_API_KEY: input.keys.ocp,
      ...plan(input),
    },
  };
};

export type ServiceName = 'ingestion-api' | 'pooler' | 'reconciler-worker' | 'downloader' | 'ocp-simulator';

const plan = ({ options, spanEnd }: SettingsInput): Settings => ({
  CALLS: String(options.calls),
  LOSS: String(options.loss),
  SEED: String(options.seed),
  SPAN_MS: String(Math.round(options.spanMs)),
  SPAN_END: spanEnd,
  EXPORT_PROFILE: options.profile,
  // A tampered object is the stack's own doing, after the play.
  FAULTS: options.fault.filter((kind) => kind !== 'tamper').join(','),
});

const credential = (name: string, key: string, tenants: readonly string[], scopes: readonly string[]) => ({
  name,
  keySha256: createHash('sha256').update(key).digest('hex'),
  tenants,
  scopes,
});
