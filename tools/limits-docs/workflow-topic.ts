import type { Topic } from './limit.ts';

const WORKFLOW = 'libs/core/workflow/src';
const DOWNLOADS = `${WORKFLOW}/states/download-states.ts`;
const EXPORTS = `${WORKFLOW}/states/export-states.ts`;
const TASKS = 'libs/use-cases/window-recovery/src/workflow';
const CLIENT = 'libs/adapters/step-functions/src/make-sfn-client.ts';

export const workflow: Topic = {
  title: 'Windows that Step Functions drives',
  limits: [
    {
      what: 'Longest execution, in seconds',
      name: 'EXECUTION_TIMEOUT_S',
      file: `${WORKFLOW}/define-state-machine.ts`,
    },
    {
      what: 'Longest wait for one try to create the export job of a window, in seconds',
      name: 'CREATE_TIMEOUT_S',
      file: EXPORTS,
    },
    {
      what: 'Longest wait for the answer to one poll, in seconds',
      name: 'CHECK_TIMEOUT_S',
      file: EXPORTS,
    },
    {
      what: 'Longest wait for the downloads of a window, in seconds',
      name: 'DOWNLOAD_TIMEOUT_S',
      file: DOWNLOADS,
    },
    {
      what: 'Longest time between two heartbeats of the downloads, in seconds',
      name: 'DOWNLOAD_HEARTBEAT_S',
      file: DOWNLOADS,
    },
    {
      what: 'Longest wait for the metadata of a job, in seconds',
      name: 'METADATA_TIMEOUT_S',
      file: DOWNLOADS,
    },
    { what: 'Longest wait for the end of a window, in seconds', name: 'RESULTS_TIMEOUT_S', file: DOWNLOADS },
    {
      what: 'Longest wait for the release of the calls of a window that failed, in seconds',
      name: 'RELEASE_TIMEOUT_S',
      file: `${WORKFLOW}/states/end-states.ts`,
    },
    { what: 'Wait before a failed poll is asked for again', is: '60 s', file: EXPORTS },
    {
      what: 'Waits before a create is repeated that OCP throttled or did not answer in time',
      is: '30, 60, 120 s',
      file: EXPORTS,
    },
    { what: 'The same after other faults of OCP', is: '5, 25, 125 s', file: EXPORTS },
    { what: 'The same while another job of the group runs', is: '60 times 120 s', file: EXPORTS },
    { what: 'Waits before a poll is repeated after a fault of OCP', is: '15, 30, 60 s', file: EXPORTS },
    { what: 'The same for the metadata of a job', is: '10, 20, 40 s', file: DOWNLOADS },
    { what: 'The same for the listing of a job', is: '30, 60, 120 s', file: DOWNLOADS },
    {
      what: 'Waits before a task or update is repeated after a fault of AWS or its time limit; the downloads have one time limit only',
      is: '5, 10, 20 s',
      file: `${WORKFLOW}/asl.ts`,
    },
    {
      what: 'Longest wait of a task that a worker puts off, in seconds; then it is looked at again',
      name: 'LONGEST_WAIT_S',
      file: `${TASKS}/handle-workflow-message.ts`,
    },
    {
      what: 'Size of the reports of calls in one answer, in bytes',
      name: 'MAX_REPORTS_BYTES',
      file: `${WORKFLOW}/fit-reports.ts`,
    },
    { what: 'Step Functions: wait for a connection, in ms', name: 'CONNECTION_TIMEOUT_MS', file: CLIENT },
    { what: 'Step Functions: silence that ends a try, in ms', name: 'SILENCE_TIMEOUT_MS', file: CLIENT },
    { what: 'Step Functions: tries of one request', name: 'MAX_ATTEMPTS', file: CLIENT },
  ],
};
