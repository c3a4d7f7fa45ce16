import type { Alarm } from '../alarm.ts';

/** Of events and recordings that OCP pushes. */
export const intakeAlarms = [
  {
    id: 'api-errors',
    title: 'The API answers errors',
    severity: 'critical',
    condition: {
      kind: 'ratio',
      of: { metric: 'http_requests_total', where: { label: 'status', isOneOf: ['500', '503'] } },
      to: { metric: 'http_requests_total' },
      share: 0.05,
      atLeast: 20,
      overMinutes: 10,
    },
    means: 'At least 5 % of the requests failed; OCP sends them again for 24 hours.',
    source: 'ours',
  },
  {
    id: 'api-key-outdated',
    title: 'A sender uses an expired API key',
    severity: 'critical',
    condition: {
      kind: 'increase',
      of: {
        metric: 'authentication_refusals_total',
        where: { label: 'reason', isOneOf: ['expired', 'not yet valid'] },
      },
      above: 0,
      overMinutes: 15,
    },
    means:
      'Requests with a key outside its dates, or an expired token, are refused; OCP repeats a push for 24 hours.',
    source: 'ours',
  },
  {
    id: 'credentials-not-reloaded',
    title: 'The file of API credentials cannot be read',
    severity: 'warning',
    condition: {
      kind: 'increase',
      of: { metric: 'credentials_reload_failures_total' },
      above: 0,
      overMinutes: 15,
    },
    means: 'The last good version stays in use, and no new task can start.',
    source: 'ours',
  },
  {
    id: 'token-keys-not-read',
    title: 'The keys of an issuer of tokens cannot be read',
    severity: 'warning',
    condition: { kind: 'increase', of: { metric: 'jwks_failures_total' }, above: 2, overMinutes: 30 },
    means: 'Keys that were read stay in use; a task without them answers 503 to bearer tokens.',
    source: 'ours',
  },
  {
    id: 'events-quarantined',
    title: 'CDR events are put in quarantine',
    severity: 'warning',
    condition: {
      kind: 'increase',
      of: { metric: 'cdr_events_total', where: { label: 'result', isOneOf: ['quarantined'] } },
      above: 10,
      overMinutes: 60,
    },
    means: 'More than 10 events could not be recorded in an hour: OCP sends something we cannot read.',
    source: 'ours',
  },
  {
    id: 'events-refused',
    title: 'A sender hands in events of a tenant that it does not reach',
    severity: 'warning',
    condition: {
      kind: 'increase',
      of: { metric: 'cdr_events_total', where: { label: 'result', isOneOf: ['refused'] } },
      above: 0,
      overMinutes: 60,
    },
    means:
      'A credential lacks a tenant, or another sender uses its key; the events are in quarantine, not lost.',
    source: 'ours',
  },
  {
    id: 'recordings-quarantined',
    title: 'Every tenth pushed recording is rejected',
    severity: 'warning',
    condition: {
      kind: 'ratio',
      of: { metric: 'recordings_received_total', where: { label: 'result', isOneOf: ['quarantined'] } },
      to: { metric: 'recordings_received_total' },
      share: 0.1,
      atLeast: 20,
      overMinutes: 60,
    },
    means: 'Recordings are not valid audio or do not fit their call; they are in quarantine, not lost.',
    source: 'ours',
  },
  {
    id: 'staged-recordings-wait',
    title: 'A staged recording cannot be finished',
    severity: 'critical',
    condition: {
      kind: 'level',
      of: { metric: 'staged_oldest_age_seconds' },
      above: 21_600,
      forMinutes: 60,
      everyMinutes: 15,
    },
    means:
      'All bytes of a recording came six hours ago; they may be its only copy, and each search fails on it.',
    source: 'ours',
  },
  {
    id: 'staging-not-searched',
    title: 'Staged recordings are not searched for',
    severity: 'warning',
    condition: { kind: 'increase', of: { metric: 'staging_rounds_failed_total' }, above: 3, overMinutes: 60 },
    means: 'Recordings whose process died stay staged; the lifecycle rule deletes them after 14 days.',
    source: 'ours',
  },
  {
    id: 'unknown-group',
    title: 'Events name a group that the registry lacks',
    severity: 'warning',
    condition: { kind: 'increase', of: { metric: 'unknown_group_total' }, above: 0, overMinutes: 60 },
    means: 'Calls of that group are recorded, and cannot be recovered until the registry names the group.',
    source: 'ours',
  },
  {
    id: 'unassigned-line-of-business',
    title: 'Recordings have no line of business',
    severity: 'warning',
    condition: {
      kind: 'increase',
      of: { metric: 'unassigned_line_of_business_total' },
      above: 0,
      overMinutes: 60,
    },
    means: 'No rule of the registry fits a recording; it is stored in the bucket recordings-unassigned.',
    source: 'ours',
  },
] as const satisfies readonly Alarm[];
