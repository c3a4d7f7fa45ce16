import type { Topic } from './limit.ts';

const WORKFLOW = 'libs/core/workflow/src';
const DOWNLOADS = `${WORKFLOW}/states/download-states.ts`;
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
      file: `${WORKFLOW}/states/export-states.ts`,
    },
    {
      what: 'Longest wait for the answer to one poll, in seconds',
      name: 'CHECK_TIMEOUT_S',
      file: `${WORKFLOW}/states/export-states.ts`,
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
    { what: 'Step Functions: wait for a connection, in ms', name: 'CONNECTION_TIMEOUT_MS', file: CLIENT },
    { what: 'Step Functions: silence that ends a try, in ms', name: 'SILENCE_TIMEOUT_MS', file: CLIENT },
    { what: 'Step Functions: tries of one request', name: 'MAX_ATTEMPTS', file: CLIENT },
  ],
};
