import type { Topic } from './limit.ts';

const executions: Topic = {
  title: 'Finding missing calls (pooler)',
  limits: [
    { what: 'When an execution starts', variable: 'CRON_EXPRESSION' },
    {
      what: 'Time after which another pooler may start, if one died during an execution',
      variable: 'EXECUTION_LEASE_SECONDS',
    },
    {
      what: 'Readiness fails if the last good execution is older; 0: three periods of the cron',
      variable: 'MAX_SUCCESS_AGE_MINUTES',
    },
    {
      what: 'Executions of this age are deleted, in s',
      name: 'KEPT_S',
      file: 'libs/core/reconciliation/src/executions/next-execution.ts',
    },
    { what: 'Calls that one execution takes', variable: 'MAX_CALLS_PER_EXECUTION' },
    {
      what: 'Open windows below which an execution that reached its limit is followed by another',
      variable: 'MAX_OUTSTANDING_WINDOWS',
    },
    { what: 'Windows that one execution publishes', variable: 'MAX_EVENTS_PER_EXECUTION' },
    { what: 'Windows that are published at the same time', variable: 'PARALLEL_PUBLISHING' },
    { what: 'Windows that are published in any second', variable: 'PUBLISHES_PER_SECOND' },
    { what: 'Time for one request to SNS', variable: 'PUBLISH_TIMEOUT_MS' },
    { what: 'Attempts to publish a window', variable: 'PUBLISH_RETRIES' },
    { what: 'Time that the push has after we learned of the call’s end', variable: 'BUFFER_MINUTES' },
    { what: 'A call without a CDR end counts as ended after this time', variable: 'MISSING_END_HOURS' },
    {
      what: 'A call that is queued or claimed for longer is checked: its reconciliation may be dead',
      variable: 'STALE_MINUTES',
    },
    { what: 'Whether failed calls are tried again', variable: 'INCLUDE_FAILED_RECONCILIATIONS' },
    { what: 'Older calls have priority low', variable: 'LOOKBACK_DAYS' },
    { what: 'Calls that OCP deletes within this time have priority high', variable: 'URGENT_MARGIN_HOURS' },
    {
      what: 'Calls with more attempts have priority high',
      name: 'MANY_ATTEMPTS',
      file: 'libs/core/windowing/src/classify-call.ts',
    },
    { what: 'Calls that OCP deletes within this time are given up', variable: 'EXPIRY_MARGIN_HOURS' },
    {
      what: 'Length of a window by the number of calls',
      is: 'more than 500: 1 minute; more than 100: 5 minutes; else 10 minutes',
      file: 'libs/core/windowing/src/choose-window-size.ts',
    },
    { what: 'Whether the length depends on the number of calls', variable: 'DYNAMIC_WINDOW_SIZING' },
    { what: 'Length of a window if it does not', variable: 'DEFAULT_WINDOW_SIZE_MINUTES' },
    { what: 'Shortest window', variable: 'MIN_WINDOW_SIZE_MINUTES' },
    { what: 'Longest window', variable: 'MAX_WINDOW_SIZE_MINUTES' },
    {
      what: 'Calls that OCP gives in one answer; 0: no limit is known',
      variable: 'OCP_MAX_CALLS_PER_REQUEST',
    },
    { what: 'Longest window in peak hours', variable: 'PEAK_WINDOW_SIZE_MINUTES' },
    { what: 'Calls in one window', variable: 'MAX_CALLS_PER_WINDOW' },
    { what: 'A range is swept when it ended this long ago', variable: 'SWEEP_SETTLE_HOURS' },
    { what: 'Ranges that are swept at the same time', variable: 'MAX_RUNNING_SWEEPS' },
    {
      what: 'A range that runs for longer is held back and does not count among those',
      name: 'HELD_AFTER_MS',
      file: 'libs/core/reconciliation/src/sweep/plan-sweeps.ts',
    },
    {
      what: 'Wait before a range is swept again; doubled with each fault, up to a day',
      name: 'FIRST_SWEEP_FAULT_MS',
      file: 'apps/pooler/src/policies.ts',
    },
    {
      what: 'Longest range of a sweep',
      name: 'LONGEST_MS',
      file: 'libs/core/reconciliation/src/sweep/sweep-span.ts',
    },
    {
      what: 'Calls that the job of a sweep downloads, in reconciliations of 100',
      is: '1,000; the next executions take the others',
      file: 'libs/use-cases/window-recovery/src/exports/delivery/recover-found.ts',
    },
  ],
};

export const poolerTopics: readonly Topic[] = [executions];

/** Variables of the pooler that set no limit. */
export const OTHER_POOLER_VARIABLES: readonly string[] = [
  'SWEEP_ENABLED',
  'EXECUTION_FROM',
  'EXECUTION_TO',
  'TENANT_PARTITION',
  'MESSAGE_GROUP_ID',
  'ENABLE_MESSAGE_ATTRIBUTES',
  'INCLUDE_CALL_DETAILS',
  'PEAK_HOURS',
  'CONFIG_FILE',
];
