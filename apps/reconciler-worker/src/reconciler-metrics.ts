import type { Metrics } from '@recordings/service';

export const makeReconcilerMetrics = (metrics: Metrics) => ({
  ...makeQueueMetrics(metrics),
  closed: metrics.counter('reconciliations_closed_total', 'Reconciliations closed, by status', ['status']),
  callbacks: metrics.counter(
    'callbacks_total',
    'Results of windows that were posted to the URL of their group, by result',
    ['result'],
  ),
  stuck: metrics.counter(
    'reconciliations_stuck_total',
    'Reconciliations that could not be read or written, by code',
    ['code'],
  ),
  ...makeExportMetrics(metrics),
  ...makeListingMetrics(metrics),
  ...makeCallMetrics(metrics),
  ...makeWorkflowMetrics(metrics),
  groupUnknown: metrics.counter(
    'messages_group_unknown_total',
    'Messages whose group the registry does not have, by outcome',
    ['outcome'],
  ),
  endpointDiffers: metrics.counter(
    'messages_endpoint_differs_total',
    'Windows whose event names another base URL of OCP than ours, by outcome',
    ['outcome'],
  ),
  limitsReached: metrics.counter('limits_reached_total', 'Times that a limit of ours was reached, by limit', [
    'limit',
  ]),
  ignored: metrics.counter('checks_ignored_total', 'Messages that were no longer due', ['reason']),
  watchdogFailures: metrics.counter('watchdog_failures_total', 'Steps of the watchdog that failed, by code', [
    'code',
  ]),
});

const makeQueueMetrics = (metrics: Metrics) => ({
  messages: metrics.counter('messages_total', 'Messages by queue and outcome', ['queue', 'outcome']),
  pollsFailed: metrics.counter('polls_failed_total', 'Polls of a queue that failed, by queue', ['queue']),
  paused: metrics.counter(
    'queue_pauses_total',
    'Pauses of a queue whose messages fail by the configuration, by queue and code',
    ['queue', 'code'],
  ),
});

const makeWorkflowMetrics = (metrics: Metrics) => ({
  workflowTasks: metrics.counter(
    'workflow_tasks_total',
    'Tasks of executions of Step Functions, by kind and outcome',
    ['kind', 'outcome'],
  ),
  executionsEnded: metrics.counter(
    'workflow_executions_ended_total',
    'Executions that ended before they wrote the end of their window, by status',
    ['status'],
  ),
});

const makeExportMetrics = (metrics: Metrics) => ({
  jobsCreated: metrics.counter('export_jobs_created_total', 'Export jobs created at OCP'),
  jobsAdopted: metrics.counter('export_jobs_adopted_total', 'Export jobs found at OCP after a lost answer'),
  jobsEnded: metrics.counter('export_jobs_ended_total', 'Export jobs that ended, by phase', ['phase']),
  slotWaitS: metrics.histogram(
    'export_slot_wait_seconds',
    'Time from the first window of an export job to its export slot, by OCP group',
    ['group'],
    [10, 60, 300, 900, 3_600, 14_400, 86_400],
  ),
  slotBusy: metrics.counter(
    'export_slot_busy_total',
    'Creates that OCP refused because another job used the slot',
  ),
  heldBack: metrics.counter(
    'exports_held_back_total',
    'Times that the exports of a tenant were held back because they fail, by reason and since when (minutes or hours)',
    ['why', 'since'],
  ),
  itemsUnreadable: metrics.counter(
    'export_items_unreadable_total',
    'Items of export groups that were skipped, by kind; one of kind slot stops the exports of its group',
    ['kind'],
  ),
});

const makeListingMetrics = (metrics: Metrics) => ({
  unrequested: metrics.counter(
    'unrequested_recordings_total',
    'Recordings in exports that no reconciliation had asked for',
  ),
  asksReplaced: metrics.counter(
    'asks_replaced_total',
    'Calls of the daily schedule that a listing of other calls lacks, so that it counts as their next ask',
  ),
  discovered: metrics.counter('discovered_calls_total', 'Calls without a record that an export listed'),
  listingOddities: metrics.counter(
    'export_listing_oddities_total',
    'Odd entries of listings: an invalid call id, an unreadable row, a call listed twice, an early end',
    ['kind'],
  ),
  rangesSwept: metrics.counter(
    'ranges_swept_total',
    'Ranges whose calls were compared with OCP’s inventory, by result',
    ['result'],
  ),
  sweptCalls: metrics.counter(
    'swept_calls_total',
    'Calls of swept ranges: listed by OCP, without a record before, reopened, and stored here but not listed',
    ['found'],
  ),
  listingsDoubted: metrics.counter(
    'export_listings_doubted_total',
    'Listings whose lack of a call does not count, by verdict',
    ['kind'],
  ),
});

const makeCallMetrics = (metrics: Metrics) => ({
  callsProcessed: metrics.counter(
    'calls_processed_total',
    'Calls of closed reconciliations whose recording is stored',
  ),
  callsFailed: metrics.counter('calls_failed_total', 'Calls that a reconciliation did not recover, by code', [
    'code',
  ]),
  callsDamaged: metrics.counter(
    'calls_damaged_at_ocp_total',
    'Calls whose recording two exports gave with the same rejected bytes',
  ),
  callsFaulty: metrics.counter(
    'calls_faulty_total',
    'Calls that were not recovered after many faults in a row, by code of the last one',
    ['code'],
  ),
  callsReopened: metrics.counter(
    'calls_reopened_total',
    'Calls that were given up or explained, and that an export lists',
    ['was'],
  ),
  callsStuck: metrics.counter(
    'calls_stuck_total',
    'Call records that could not be read or written, by code',
    ['code'],
  ),
});

export type ReconcilerMetrics = ReturnType<typeof makeReconcilerMetrics>;
