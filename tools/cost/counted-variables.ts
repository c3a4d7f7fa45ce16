import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';

type Variables = Readonly<Record<string, string>>;

const PUSH_KEY = 'counted-push-key';
const OCP_KEY = 'counted-ocp-key';

/** For every service: any port, on loopback. */
export const loopbackVariables = (registryFile: string): Variables => ({
  LOG_LEVEL: 'info',
  HOST: '127.0.0.1',
  PORT: '0',
  MONITORING_PORT: '0',
  REGISTRY_FILE: registryFile,
});

export const apiVariables: Variables = {
  // With several tasks most events of a call reach a task that did not write its record last: that task reads it.
  RECENT_CALLS_BYTES: '0',
  API_CREDENTIALS: JSON.stringify([
    {
      name: 'counted',
      keySha256: createHash('sha256').update(PUSH_KEY).digest('hex'),
      tenants: ['acme'],
      scopes: ['events:write', 'recordings:write'],
    },
  ]),
};

/** The calls start within one minute, so that they are one window. */
export const simulatorVariables = (calls: number, loss: number, ingestionUrl: string): Variables => ({
  AUDIO_DIR: fileURLToPath(new URL('../../fixtures/audio/calls', import.meta.url)),
  INGESTION_URL: ingestionUrl,
  INGESTION_API_KEY: PUSH_KEY,
  OCP_API_KEY: OCP_KEY,
  CALLS: String(calls),
  LOSS: String(loss),
  SPAN_MS: '60000',
  PUSH_CONCURRENCY: '1',
  JOB_DURATION_MS: '1500',
});

/** Short waits. A job is polled twice: at the first poll it still runs. */
export const ocpVariables = (simulatorUrl: string): Variables => ({
  OCP_BASE_URL: simulatorUrl,
  OCP_CREDENTIALS: JSON.stringify({ 'acme-ocp': { kind: 'api-key', apiKey: OCP_KEY } }),
  OCP_ALLOW_HTTP: 'true',
  OCP_MAX_REQUESTS: '6000',
  EXPORT_GATHER_SECONDS: '1',
  POLL_DELAY_SECONDS: '1',
  MAX_POLL_DELAY_SECONDS: '1',
  MAX_POLLS: '30',
  WATCHDOG_SECONDS: '3600',
});

export const poolerVariables: Variables = {
  ...apiVariables,
  RUN_ONCE: 'true',
  BUFFER_MINUTES: '0',
  LOOKBACK_DAYS: '40',
  SWEEP_ENABLED: 'false', // docs/cost.md prices sweeps on their own. They would begin within the counted executions.
};
