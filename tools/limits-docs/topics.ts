import { apiTopics } from './api-topics.ts';
import { awsTopics } from './aws-topics.ts';
import { callbacks } from './callback-topic.ts';
import type { Topic } from './limit.ts';
import { ocpTopics } from './ocp-topics.ts';
import { poolerTopics } from './pooler-topics.ts';
import { questionTopics } from './question-topics.ts';
import { recordingTopics } from './recording-topics.ts';
import { workflow } from './workflow-topic.ts';

const RECOVERY = 'libs/use-cases/window-recovery/src';

const exports: Topic = {
  title: 'Export jobs (reconciler-worker)',
  limits: [
    {
      what: 'Time that the oldest waiting window waits for others of its group',
      variable: 'EXPORT_GATHER_SECONDS',
    },
    {
      what: 'After each of these a waiting window counts as one priority higher, in ms',
      name: 'PRIORITY_AGE_MS',
      file: 'libs/core/reconciliation/src/planning/compare-urgency.ts',
    },
    { what: 'Wait after OCP answered that the group has a running job', variable: 'SLOT_BUSY_SECONDS' },
    { what: 'Waits after failed POSTs; after the last one the job fails', variable: 'CREATE_RETRY_SECONDS' },
    {
      what: 'The same after POSTs that OCP throttled or did not answer in time',
      variable: 'OVERLOADED_CREATE_SECONDS',
    },
    {
      what: 'Time in which only one worker may send the POST of a job',
      is: 'twice `OCP_TIMEOUT_MS`, and 5 s for clocks',
      file: 'apps/reconciler-worker/src/policies.ts',
    },
    { what: 'Wait before the first poll', variable: 'POLL_DELAY_SECONDS' },
    { what: 'Factor from one wait to the next', variable: 'POLL_DELAY_GROWTH' },
    { what: 'Longest wait between two polls', variable: 'MAX_POLL_DELAY_SECONDS' },
    {
      what: 'Waits before a poll is repeated that OCP throttled or did not answer in time',
      variable: 'POLL_RETRY_SECONDS',
    },
    { what: 'Wait after a poll that failed', variable: 'FAILED_POLL_SECONDS' },
    {
      what: 'Waits before a listing is asked for again that OCP throttled',
      variable: 'LISTING_RETRY_SECONDS',
    },
    {
      what: 'Shortest wait that an estimate of OCP can lead to, in ms',
      name: 'SHORTEST_DELAY_MS',
      file: 'libs/core/reconciliation/src/export-job/poll-steps.ts',
    },
    {
      what: 'Factor from one of these shortest waits to the next',
      name: 'SHORTEST_GROWTH',
      file: 'libs/core/reconciliation/src/export-job/poll-steps.ts',
    },
    { what: 'Polls after which the windows of a running job are closed', variable: 'MAX_POLLS' },
    { what: 'Age at which the windows of a running job are closed', variable: 'MAX_JOB_MINUTES' },
    {
      what: 'A poll that is early by less than this is done at once, in ms',
      name: 'EARLY_TOLERANCE_MS',
      file: `${RECOVERY}/exports/poll-export.ts`,
    },
    {
      what: 'Difference of clocks that the lease of a POST allows for, in ms',
      name: 'CLOCK_TOLERANCE_MS',
      file: `${RECOVERY}/clock-tolerance.ts`,
    },
    { what: 'A poll or a delivery that is late by this much is taken over', variable: 'OVERDUE_SECONDS' },
    {
      what: 'Signs of life of a delivery within that time',
      name: 'SIGNS_OF_LIFE',
      file: `${RECOVERY}/exports/delivery/keep-delivering.ts`,
    },
    {
      what: 'Calls of a listing that are looked up at once',
      name: 'MAX_LOOK_UP',
      file: `${RECOVERY}/exports/delivery/find-owners.ts`,
    },
    {
      what: 'Length, alignment and number of jobs of a group, and how long OCP keeps a job',
      is: '`exportProfiles` in `config/registry.yaml`',
      file: 'libs/core/call-record/src/export-constraints.ts',
    },
    {
      what: 'Windows that one job serves; the next job serves the others',
      name: 'MAX_WINDOWS_OF_A_JOB',
      file: 'libs/core/reconciliation/src/planning/plan-export.ts',
    },
    {
      what: 'Calls that are claimed for one window; the others are free when it is closed',
      name: 'MAX_CLAIMED',
      file: `${RECOVERY}/reconciliations/claim-calls.ts`,
    },
    {
      what: 'Calls without a window that one job recovers; the next execution takes the others',
      name: 'MAX_FOUND',
      file: `${RECOVERY}/exports/delivery/recover-found.ts`,
    },
    {
      what: 'Recordings of one call beside the first in one download task; further ones have tasks of their own',
      name: 'MAX_OTHERS_OF_A_TASK',
      file: 'libs/core/reconciliation/src/reconciliation/make-download-tasks.ts',
    },
    {
      what: 'Bytes of all calls of a window; a call that does not fit is put off (`WINDOW_FULL`)',
      name: 'MAX_CALLS_BYTES',
      file: 'libs/core/reconciliation/src/reconciliation/fit-calls.ts',
    },
    {
      what: 'Assumed length of a call whose start or end is unknown, in ms',
      name: 'ASSUMED_LONGEST_CALL_MS',
      file: `${RECOVERY}/reconciliations/call-span.ts`,
    },
    {
      what: 'An end further from its start is not used, in ms',
      name: 'LONGEST_CALL_MS',
      file: `${RECOVERY}/reconciliations/call-span.ts`,
    },
  ],
};

const calls: Topic = {
  title: 'Leases, deadlines and attempts',
  limits: [
    {
      what: 'Time that a reconciliation holds its calls after the last sign of life',
      variable: 'LEASE_MINUTES',
    },
    { what: 'Time that all downloads of a window may take together', variable: 'DOWNLOAD_DEADLINE_MINUTES' },
    { what: 'Interval of the watchdog', variable: 'WATCHDOG_SECONDS' },
    {
      what: 'Reconciliations that one round of the watchdog looks at',
      name: 'ROUND',
      file: `${RECOVERY}/watch.ts`,
    },
    {
      what: 'Answers about a call after which the daily schedule begins',
      variable: 'MAX_RECONCILIATION_ATTEMPTS',
    },
    {
      what: 'Wait after the first answer about a call, doubled with each further one',
      variable: 'RETRY_DELAY_SECONDS',
    },
    { what: 'Longest of those waits, and one day of the daily schedule', variable: 'DAILY_RETRY_SECONDS' },
    {
      what: 'Days between the asks of the daily schedule; the last one repeats',
      name: 'DAILY_WAITS',
      file: 'libs/core/call-record/src/ask-schedule.ts',
    },
    {
      what: 'Wait after an outage, a busy slot or an expired job, doubled with each further fault',
      variable: 'OUTAGE_RETRY_SECONDS',
    },
    { what: 'Longest of those waits', variable: 'MAX_OUTAGE_RETRY_SECONDS' },
    {
      what: 'Longest wait of a group whose jobs fail',
      name: 'LONGEST_HOLD_MS',
      file: 'libs/core/reconciliation/src/export-job/hold-back.ts',
    },
    {
      what: 'Days after its deadline that a call which was given up stays in the index',
      name: 'REVIEW_DAYS',
      file: 'libs/core/call-record/src/derive-reconciliation.ts',
    },
    {
      what: 'Different rejected contents after which a recording counts as damaged at OCP',
      name: 'MANY_CONTENTS',
      file: 'libs/core/call-record/src/list-quarantined.ts',
    },
    {
      what: 'Retention at OCP if the group is not registered, in days; else `retentionDays` in the registry',
      name: 'DEFAULT_RETENTION_DAYS',
      file: 'libs/core/call-record/src/retention.ts',
    },
  ],
};

const archive: Topic = {
  title: 'Archiving audit messages (archiver)',
  limits: [
    { what: 'Messages that one batch gathers', variable: 'ARCHIVE_BATCH_LINES' },
    { what: 'Longest time that a batch gathers messages', variable: 'ARCHIVE_GATHER_SECONDS' },
    { what: 'Wait between the announcement of a change and its archiving', variable: 'AUDIT_DELAY_SECONDS' },
  ],
};

const registry: Topic = {
  title: 'The registry',
  limits: [
    { what: 'Pause between two readings of the registry', variable: 'REGISTRY_RELOAD_SECONDS' },
    {
      what: 'Characters of a wrong value that a refusal shows',
      name: 'MAX_SHOWN',
      file: 'libs/core/call-record/src/say-registry-faults.ts',
    },
  ],
};

/** Every timeout, limit and retry, in the order of the page. */
export const topics: readonly Topic[] = [
  ...poolerTopics,
  exports,
  workflow,
  calls,
  archive,
  registry,
  callbacks,
  ...ocpTopics,
  ...recordingTopics,
  ...apiTopics,
  ...questionTopics,
  ...awsTopics,
];
