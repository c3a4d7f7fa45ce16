import type { Topic } from './limit.ts';

const ADMISSION = 'apps/ingestion-api/src/admission';

/** Limits on what clients may use of the ingestion API. */
export const apiTopics: readonly Topic[] = [
  {
    title: 'Clients of the ingestion API',
    limits: [
      { what: 'Open connections', variable: 'MAX_CONNECTIONS' },
      {
        what: 'Files that connections leave free, of the limit of open files',
        name: 'OTHER_FILES',
        file: `${ADMISSION}/connection-limit.ts`,
      },
      { what: 'Time for the head of a request', variable: 'HEADERS_TIMEOUT_SECONDS' },
      { what: 'Time for the body of a request of events', variable: 'BODY_TIMEOUT_SECONDS' },
      { what: 'Slowest rate of a body, in bytes a second', variable: 'MIN_BODY_BYTES_PER_SECOND' },
      { what: 'Time over which that rate is measured', variable: 'BODY_RATE_GRACE_SECONDS' },
      { what: 'Bytes that all requests together hold in memory', variable: 'MAX_MEMORY_BYTES' },
      {
        what: 'Part of them for bodies; the rest is for parsing events. One credential may have three quarters of each',
        is: 'two thirds',
        file: `${ADMISSION}/start-admission.ts`,
      },
      {
        what: 'A body of events counts so many times its length while it is parsed',
        name: 'PARSED_PER_BYTE',
        file: `${ADMISSION}/admit-requests.ts`,
      },
      { what: 'Wait for that memory', variable: 'MEMORY_WAIT_SECONDS' },
      { what: 'Uploads of one credential at once', variable: 'MAX_UPLOADS_PER_CREDENTIAL' },
      {
        what: 'Requests of events of one credential at once',
        variable: 'MAX_EVENT_REQUESTS_PER_CREDENTIAL',
      },
      { what: 'Refused keys of one address in a minute', variable: 'MAX_FAILED_KEYS_PER_MINUTE' },
      {
        what: 'Addresses whose refused keys are counted',
        name: 'MAX_FAILED_ADDRESSES',
        file: `${ADMISSION}/start-admission.ts`,
      },
      {
        what: 'Delay of the event loop above which new uploads wait, in ms',
        variable: 'MAX_EVENT_LOOP_DELAY_MS',
      },
      {
        what: 'Wait that a request is asked for that is not admitted, in seconds',
        name: 'RETRY_AFTER_S',
        file: `${ADMISSION}/admit-requests.ts`,
      },
      {
        what: 'Time to make an upload durable after its last byte, in ms',
        name: 'STORING_MS',
        file: 'apps/ingestion-api/src/start-ingestion-api.ts',
      },
      {
        what: 'Time for the head of a request to the other services, in ms',
        name: 'DEFAULT_HEADERS_TIMEOUT_MS',
        file: 'libs/platform/service/src/http/make-http-app.ts',
      },
      {
        what: 'Time for a whole request to the other services, in ms',
        name: 'DEFAULT_REQUEST_TIMEOUT_MS',
        file: 'libs/platform/service/src/http/make-http-app.ts',
      },
    ],
  },
];
