import type { Alarm, Selection } from '../alarm.ts';

/** Answers that say nothing about a recording: OCP is down, too slow, or answers with something else. */
const outages: Selection = {
  metric: 'ocp_errors_total',
  where: { label: 'type', isOneOf: ['OCP_UNAVAILABLE', 'OCP_TIMEOUT', 'OCP_UNEXPECTED_ANSWER'] },
};

/** Of our requests to OCP. */
export const ocpAlarms = [
  {
    id: 'ocp-unavailable',
    title: 'More than 10 requests to OCP failed in 5 minutes',
    severity: 'critical',
    condition: { kind: 'increase', of: outages, above: 10, overMinutes: 5 },
    means: 'OCP is down, does not answer in time, or answers with something that is not its API.',
    source: 'pooler spec 9: OCP no disponible',
  },
  {
    id: 'ocp-error-rate',
    title: 'Half of the requests to OCP failed in 10 minutes',
    severity: 'warning',
    condition: {
      kind: 'ratio',
      of: outages,
      to: { metric: 'ocp_requests_total' },
      share: 0.5,
      atLeast: 4,
      overMinutes: 10,
    },
    means: 'OCP answers, and at least every second request fails.',
    source: 'pooler spec 8: Circuit breaker, 50% tasa de error en 10 minutos',
  },
  {
    id: 'ocp-credentials-refused',
    title: 'OCP refused our credentials',
    severity: 'critical',
    condition: {
      kind: 'level',
      of: { metric: 'ocp_credentials_refused' },
      above: 0,
      forMinutes: 1,
      everyMinutes: 1,
    },
    means:
      'OCP answers 401 or 403 for a group: none of its recordings is recovered until OCP accepts us again.',
    source: 'pooler spec 8: De configuración, Credenciales inválidas',
  },
  {
    id: 'ocp-credentials-outdated',
    title: 'Credentials for OCP should be replaced',
    severity: 'warning',
    condition: {
      kind: 'level',
      of: { metric: 'ocp_credentials_outdated' },
      above: 0,
      forMinutes: 5,
      everyMinutes: 1,
    },
    means: 'They end within 14 days, a PAT is nearly a year old, or OCP last accepted it a week ago.',
    source: 'ours',
  },
  {
    id: 'ocp-credentials-not-reloaded',
    title: 'The credentials for OCP cannot be read again',
    severity: 'warning',
    condition: {
      kind: 'increase',
      of: { metric: 'ocp_credentials_reload_failures_total' },
      above: 2,
      overMinutes: 15,
    },
    means: 'The last good version stays in use, and no new task can start.',
    source: 'ours',
  },
  {
    id: 'exports-held-back',
    title: 'The exports of a group fail for more than an hour',
    severity: 'critical',
    condition: {
      kind: 'increase',
      of: { metric: 'exports_held_back_total', where: { label: 'since', isOneOf: ['hours'] } },
      above: 0,
      overMinutes: 1_440,
    },
    means:
      'Export jobs of one group fail again and again, so it is asked less and less often: at last every 6 hours, or once a day if OCP refuses our credentials.',
    source: 'ours',
  },
  {
    id: 'ocp-address-refused',
    title: 'We refused an address that OCP gave us',
    severity: 'critical',
    condition: {
      kind: 'increase',
      of: {
        metric: 'downloads_total',
        where: { label: 'reason', isOneOf: ['OCP_INSECURE_URL', 'OCP_FORBIDDEN_HOST'] },
      },
      above: 0,
      overMinutes: 60,
    },
    means: 'OCP leads to plain http or to an internal host; such a recording is not downloaded.',
    source: 'pooler spec 8: De configuración, endpoint incorrecto',
  },
  {
    id: 'circuit-breaker-open',
    title: 'No request is sent to OCP for 15 minutes',
    severity: 'critical',
    condition: {
      kind: 'level',
      of: { metric: 'circuit_breaker_state' },
      above: 0,
      forMinutes: 15,
      everyMinutes: 1,
    },
    means: 'OCP failed again and again, so all workers pause and try one request from time to time.',
    source: 'pooler spec 8: Circuit Breaker para OCP',
  },
  {
    id: 'downloads-failing',
    title: 'The downloads of a group fail for 15 minutes',
    severity: 'warning',
    condition: {
      kind: 'level',
      of: { metric: 'ocp_downloads_paused' },
      above: 0,
      forMinutes: 15,
      everyMinutes: 1,
    },
    means: 'OCP fails to serve the files of one group, so its downloads pause and all else goes on.',
    source: 'ours',
  },
  {
    id: 'listing-untrusted',
    title: 'A listing of OCP lacks recordings that it must contain',
    severity: 'warning',
    condition: {
      kind: 'increase',
      of: {
        metric: 'export_listings_doubted_total',
        where: { label: 'kind', isOneOf: ['untrusted'] },
      },
      above: 0,
      overMinutes: 60,
    },
    means: 'OCP does not list recordings that we already store, so its listing proves no absence.',
    source: 'ours',
  },
  {
    id: 'ocp-budget-faults',
    title: 'The request budget of OCP has faults',
    severity: 'warning',
    condition: { kind: 'increase', of: { metric: 'ocp_budget_faults_total' }, above: 0, overMinutes: 60 },
    means: 'The item of the request budget has an impossible claim or value: a clock is wrong.',
    source: 'ours',
  },
  {
    id: 'export-slot-unreadable',
    title: 'The export slot of a group cannot be read',
    severity: 'critical',
    condition: {
      kind: 'increase',
      of: { metric: 'export_items_unreadable_total', where: { label: 'kind', isOneOf: ['slot'] } },
      above: 0,
      overMinutes: 60,
    },
    means: 'One group gets no export job until its item in export-groups is repaired.',
    source: 'ours',
  },
] as const satisfies readonly Alarm[];
