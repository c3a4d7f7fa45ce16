import type { Topic } from './limit.ts';

const OCP = 'libs/adapters/ocp-client/src';
const BUDGET = 'libs/core/reconciliation/src/budget';
const BREAKER = 'libs/core/reconciliation/src/breaker';
const PERMITS = 'libs/core/reconciliation/src/permits';

const ocp: Topic = {
  title: 'Requests to OCP',
  limits: [
    {
      what: 'Longest wait for a connection, for the answer, and between two parts of a body',
      variable: 'OCP_TIMEOUT_MS',
    },
    { what: 'Requests that all workers together may send in one period', variable: 'OCP_MAX_REQUESTS' },
    { what: 'Length of that period', variable: 'OCP_REQUEST_PERIOD_SECONDS' },
    {
      what: 'Files that OCP refuses in a row (401, 403) after which downloads of the group wait like jobs that fail',
      name: 'MANY_FILES',
      file: 'libs/core/reconciliation/src/refusals/refusal-hold.ts',
    },
    {
      what: 'Difference from AWS’s clock from which on a service takes its time from AWS, in ms',
      name: 'CLOCK_ERROR_MS',
      file: 'libs/core/reconciliation/src/clock/clock-estimate.ts',
    },
    {
      what: 'Answers of AWS that must agree before a service takes its time from AWS, or stops doing so',
      name: 'NEEDED_ANSWERS',
      file: 'libs/core/reconciliation/src/clock/clock-estimate.ts',
    },
    {
      what: 'How much closer than planned two requests may come, because of clocks and late requests',
      variable: 'OCP_CLOCK_SLACK_MS',
    },
    {
      what: 'Of that, the part for late requests, in ms; a departure that is longer ago is missed',
      name: 'MAX_LATE_MS',
      file: `${BUDGET}/claim-departures.ts`,
    },
    {
      what: 'Creates, polls and listings claim departures at most this far ahead, in ms',
      name: 'CONTROL_AHEAD_MS',
      file: `${BUDGET}/claim-departures.ts`,
    },
    {
      what: 'The same for downloads of a group that had less than its share',
      name: 'BEHIND_AHEAD_MS',
      file: `${BUDGET}/claim-departures.ts`,
    },
    {
      what: 'The same for other downloads',
      name: 'DOWNLOAD_AHEAD_MS',
      file: `${BUDGET}/claim-departures.ts`,
    },
    {
      what: 'Random part of the wait after a claim that found no room',
      is: 'creates, polls and listings: below 200 ms; downloads: below 2 s',
      file: `${PERMITS}/next-permit-desk.ts`,
    },
    {
      what: 'Failures of the budget’s table in a row after which waiting requests are rejected',
      name: 'MAX_FAILURES',
      file: `${PERMITS}/next-permit-desk.ts`,
    },
    {
      what: 'Wait after the first of those failures, in ms; doubled with each, and up to as much more at random',
      name: 'FAILURE_WAIT_MS',
      file: `${PERMITS}/next-permit-desk.ts`,
    },
    {
      what: 'Departures are at most this many times as far apart after OCP asked us to slow down (429)',
      name: 'MAX_FACTOR',
      file: `${BUDGET}/pace.ts`,
    },
    {
      what: 'Time until departures are as close as usual again, in ms',
      name: 'RECOVERY_MS',
      file: `${BUDGET}/pace.ts`,
    },
    {
      what: 'Longest pause of all workers that OCP may ask for (`Retry-After`), in ms; also at most one period',
      name: 'LONGEST_PAUSE_MS',
      file: `${BUDGET}/pace.ts`,
    },
    {
      what: 'Longest pause, or lower limit, that a person may order (`npm run ops -- pause`, `budget`), in ms',
      name: 'MAX_ORDER_MS',
      file: `${BUDGET}/traffic-orders.ts`,
    },
    {
      what: 'What is paused asks again after this wait at the latest, in ms',
      name: 'LONGEST_HOLD_MS',
      file: 'libs/use-cases/ocp-access/src/obey-pauses.ts',
    },
    { what: 'Waits before a read (GET) is repeated; a POST is not repeated', variable: 'OCP_RETRY_MS' },
    { what: 'Random part of those waits, up or down', name: 'JITTER', file: `${OCP}/retry-reads.ts` },
    {
      what: 'Longest wait that OCP may ask for (`Retry-After`), in ms',
      name: 'MAX_RETRY_AFTER_MS',
      file: `${OCP}/retry-after.ts`,
    },
    { what: 'Outages in a row that open the breaker', name: 'ROW', file: `${BREAKER}/next-breaker.ts` },
    { what: 'Time that no request is sent after them', variable: 'OCP_BREAKER_OPEN_SECONDS' },
    {
      what: 'Outages within `BURST_MS` that open the breaker',
      name: 'BURST',
      file: `${BREAKER}/next-breaker.ts`,
    },
    { what: 'That time, in ms', name: 'BURST_MS', file: `${BREAKER}/next-breaker.ts` },
    { what: 'Time that no request is sent after them', variable: 'OCP_BREAKER_LONG_OPEN_SECONDS' },
    {
      what: 'Part of the requests of 10 minutes that are outages, from which on half as many run at once',
      name: 'HIGH_RATE',
      file: `${BREAKER}/next-breaker.ts`,
    },
    { what: 'Requests that this needs at least', name: 'MIN_REQUESTS', file: `${BREAKER}/next-breaker.ts` },
    {
      what: 'Time after which another worker tries whether OCP is back, if nothing is heard of a try, in ms',
      name: 'TRIAL_MS',
      file: `${BREAKER}/next-breaker.ts`,
    },
    { what: 'Redirects that are followed', name: 'MAX_REDIRECTS', file: `${OCP}/ocp-http.ts` },
    {
      what: 'Requests that resume one broken download, each in its turn within the budget',
      name: 'MAX_RESUMES',
      file: `${OCP}/file/read-resumed.ts`,
    },
    {
      what: 'Bytes that a resumed transfer must bring to be resumed again',
      name: 'MIN_PROGRESS_BYTES',
      file: `${OCP}/file/read-resumed.ts`,
    },
    {
      what: 'Recordings and other files of an archive that is the result of a job',
      name: 'MAX_ENTRIES',
      file: `${OCP}/archive/read-directory.ts`,
    },
    {
      what: 'Bytes at the end of an archive that its directory must be in; a smaller archive is kept in memory',
      name: 'MAX_TAIL_BYTES',
      file: `${OCP}/archive/archive-tail.ts`,
    },
    {
      what: 'Times that the bytes of a recording may be more than its bytes in an archive',
      name: 'MAX_RATIO',
      file: `${OCP}/archive/listed-entry.ts`,
    },
    {
      what: 'Archives whose directories are kept, for each credential',
      name: 'MAX_KEPT_ARCHIVES',
      file: `${OCP}/archive/archive-cache.ts`,
    },
    {
      what: 'Jobs whose links to recordings are kept, for each credential',
      name: 'MAX_LINKED_JOBS',
      file: `${OCP}/links/job-links.ts`,
    },
    {
      what: 'Links that are kept of one job; the page of another link is requested again',
      name: 'MAX_KEPT_LINKS',
      file: `${OCP}/links/job-links.ts`,
    },
    {
      what: 'Recordings of all these jobs together whose page is kept; the jobs that were read first are dropped',
      name: 'MAX_KEPT_PLACES',
      file: `${OCP}/links/job-links.ts`,
    },
    {
      what: 'Largest answer that is read, recordings excepted, in bytes',
      name: 'MAX_ANSWER_BYTES',
      file: `${OCP}/ocp-response.ts`,
    },
    {
      what: 'Largest CDR of an export that is read, in bytes',
      name: 'MAX_CDR_BYTES',
      file: `${OCP}/operations/job-cdrs.ts`,
    },
    {
      what: 'Longest id in an answer, in characters',
      name: 'MAX_ID_CHARACTERS',
      file: `${OCP}/answer-fields.ts`,
    },
  ],
};

/** Limits of the requests to OCP. */
export const ocpTopics: readonly Topic[] = [ocp];
