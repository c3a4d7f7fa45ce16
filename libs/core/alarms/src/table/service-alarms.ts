import type { Alarm } from '../alarm.ts';

const FOR_MINUTES = 15;

/** Of services that always run. The pooler's own alarm is `pooler-not-executing`; the archiver's is `audit-waiting`. */
export const serviceAlarms = [
  {
    id: 'clock-wrong',
    title: 'The clock of a service is wrong',
    severity: 'warning',
    condition: {
      kind: 'level',
      of: { metric: 'clock_error_seconds' },
      above: 0,
      forMinutes: 5,
      everyMinutes: 1,
    },
    means: 'A clock differs from that of AWS by seconds or hours, so the service takes its time from AWS.',
    source: 'ours',
  },
  {
    id: 'registry-not-reloaded',
    title: 'A version of the registry is refused',
    severity: 'warning',
    condition: {
      kind: 'increase',
      of: { metric: 'registry_reload_failures_total' },
      above: 0,
      overMinutes: 15,
    },
    means:
      'The last good version stays in use: what is new in the registry has no effect, and no new task can start.',
    source: 'ours',
  },
  {
    id: 'calls-not-moved',
    title: 'Calls cannot be moved to the tenant of their group',
    severity: 'warning',
    condition: { kind: 'increase', of: { metric: 'calls_not_moved_total' }, above: 0, overMinutes: 60 },
    means: 'They stay under their old tenant, and OCP is not asked for recordings that they lack.',
    source: 'ours',
  },
  {
    id: 'call-move-conflict',
    title: 'Two tenants have different recordings of a moved call',
    severity: 'warning',
    condition: { kind: 'increase', of: { metric: 'call_move_conflicts_total' }, above: 0, overMinutes: 60 },
    means:
      'Both recordings are kept: that of the new tenant counts, and a person must look at the other one.',
    source: 'ours',
  },
  {
    id: 'bucket-missing',
    title: 'A line of business has no bucket',
    severity: 'critical',
    condition: {
      kind: 'level',
      of: { metric: 'buckets_missing' },
      above: 0,
      forMinutes: 5,
      everyMinutes: 1,
    },
    means: 'Recordings of that line of business cannot be stored; the others are not affected.',
    source: 'ours',
  },
  {
    id: 'ingestion-api-silent',
    title: 'The ingestion API does not run',
    severity: 'critical',
    condition: {
      kind: 'silence',
      service: 'ingestion-api',
      of: { metric: 'unknown_group_total' },
      forMinutes: FOR_MINUTES,
    },
    means: 'No task of ingestion-api reports anything, so OCP can push nothing.',
    source: 'ours',
  },
  {
    id: 'reconciler-worker-silent',
    title: 'No reconciler-worker runs',
    severity: 'critical',
    condition: {
      kind: 'silence',
      service: 'reconciler-worker',
      of: { metric: 'calls_faulty_total' },
      forMinutes: FOR_MINUTES,
    },
    means: 'No task of reconciler-worker reports anything, so no export job is started or polled.',
    source: 'ours',
  },
  {
    id: 'downloader-silent',
    title: 'No downloader runs',
    severity: 'critical',
    condition: {
      kind: 'silence',
      service: 'downloader',
      of: { metric: 'downloads_total', where: { label: 'result', isOneOf: ['stored'] } },
      forMinutes: FOR_MINUTES,
    },
    means: 'No task of downloader reports anything, so no recording is recovered.',
    source: 'ours',
  },
] as const satisfies readonly Alarm[];
