import type { Metrics } from '../make-metrics.ts';

/** Who calls, and whether that can be found out. */
export const makeAuthMetrics = (metrics: Metrics) => ({
  uses: metrics.counter('credential_uses_total', 'Requests by credential and id of its key', [
    'credential',
    'key',
  ]),
  lastUse: metrics.gauge(
    'credential_last_used_seconds',
    'When a key was used last, in seconds since 1970; a key that was not used since the start has no series',
    ['credential', 'key'],
  ),
  expiries: metrics.gauge(
    'api_key_expires_seconds',
    'When a key expires, in seconds since 1970; a key without an end has no series',
    ['credential', 'key'],
  ),
  refusals: metrics.counter('authentication_refusals_total', 'Requests whose sender is not known', [
    'method',
    'reason',
  ]),
  reloadFailures: metrics.counter(
    'credentials_reload_failures_total',
    'Readings of the credentials file that failed; the last good version stays in use',
  ),
  jwksFailures: metrics.counter(
    'jwks_failures_total',
    'Readings of the keys of an issuer of tokens that failed; the keys that were read stay in use',
    ['issuer'],
  ),
});

export type AuthMetrics = ReturnType<typeof makeAuthMetrics>;
