import type { Metrics } from '@recordings/service';

export const makeReconcilerMetrics = (metrics: Metrics) => ({
  messages: metrics.counter('messages_total', 'Messages by queue and what became of them', [
    'queue',
    'outcome',
  ]),
  pollsFailed: metrics.counter('polls_failed_total', 'Polls that brought no answer, by queue', ['queue']),
  closed: metrics.counter('reconciliations_closed_total', 'Reconciliations closed, by status', ['status']),
  stuck: metrics.counter(
    'reconciliations_stuck_total',
    'Reconciliations that could not be read or written, by code',
    ['code'],
  ),
  jobsCreated: metrics.counter('export_jobs_created_total', 'Export jobs created at OCP'),
  jobsAdopted: metrics.counter('export_jobs_adopted_total', 'Export jobs found at OCP after a lost answer'),
  jobsEnded: metrics.counter('export_jobs_ended_total', 'Export jobs that ended, by phase', ['phase']),
  slotBusy: metrics.counter('export_slot_busy_total', 'Creates that OCP put off because the slot was held'),
  unrequested: metrics.counter(
    'unrequested_recordings_total',
    'Recordings in exports that nobody had asked for',
  ),
  discovered: metrics.counter('discovered_calls_total', 'Calls first heard of in an export'),
  listingOddities: metrics.counter(
    'export_listing_oddities_total',
    'Listed recordings left out: an unusable call id, or a call listed twice',
    ['kind'],
  ),
  callsFailed: metrics.counter('calls_failed_total', 'Calls that a reconciliation did not recover, by code', [
    'code',
  ]),
  callsStuck: metrics.counter(
    'calls_stuck_total',
    'Call records that could not be read or written, by code',
    ['code'],
  ),
  ignored: metrics.counter('checks_ignored_total', 'Checks that had passed or concerned nothing any more', [
    'reason',
  ]),
  watchdogFailures: metrics.counter('watchdog_failures_total', 'What the watchdog could not help, by code', [
    'code',
  ]),
});

export type ReconcilerMetrics = ReturnType<typeof makeReconcilerMetrics>;
