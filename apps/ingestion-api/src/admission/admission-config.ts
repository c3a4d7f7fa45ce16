import { integerFromEnv } from '@recordings/service';

/** Variables of what one client, and all clients together, may use of the process. */
export const admissionConfig = {
  MAX_CONNECTIONS: integerFromEnv(10, 60_000)
    .default(2_000)
    .describe(
      'Open connections; fewer if the limit of open files is below. A new one above it closes the oldest without a valid key, or the one idle for longest',
    ),
  HEADERS_TIMEOUT_SECONDS: integerFromEnv(1, 120)
    .default(15)
    .describe('Time for the head of a request, from the opening of its connection'),
  BODY_TIMEOUT_SECONDS: integerFromEnv(1, 3_600)
    .default(60)
    .describe(
      'Time for the whole body of a request of events; that of an upload is `UPLOAD_TIMEOUT_SECONDS`',
    ),
  MIN_BODY_BYTES_PER_SECOND: integerFromEnv(0, 1_048_576)
    .default(1_024)
    .describe('Slowest rate of a body while the service waits for it, in bytes a second; 0 allows any'),
  BODY_RATE_GRACE_SECONDS: integerFromEnv(1, 600)
    .default(20)
    .describe('Time over which that rate is measured; so long a silence is allowed'),
  MAX_MEMORY_BYTES: integerFromEnv(16_777_216, 17_179_869_184)
    .default(536_870_912)
    .describe(
      'Bytes that all requests together may hold in memory: two thirds for bodies, one third for parsing events; one credential may have three quarters of each',
    ),
  MEMORY_WAIT_SECONDS: integerFromEnv(0, 50)
    .default(20)
    .describe(
      'How long a request waits for its part of `MAX_MEMORY_BYTES`; then it is answered 503 with Retry-After',
    ),
  MAX_UPLOADS_PER_CREDENTIAL: integerFromEnv(1, 10_000)
    .default(256)
    .describe('Uploads of one credential at once; one more is answered 429 with Retry-After'),
  MAX_EVENT_REQUESTS_PER_CREDENTIAL: integerFromEnv(1, 10_000)
    .default(256)
    .describe('Requests of events of one credential at once; one more is answered 429 with Retry-After'),
  MAX_FAILED_KEYS_PER_MINUTE: integerFromEnv(1, 100_000)
    .default(60)
    .describe(
      'Refused keys of one client address in a minute; further ones are answered 429 and not logged. A valid key is always accepted',
    ),
  TRUSTED_PROXIES: integerFromEnv(0, 10)
    .default(0)
    .describe(
      'Proxies in front whose X-Forwarded-For is believed: 1 behind a load balancer, 0 if clients connect directly',
    ),
  MAX_EVENT_LOOP_DELAY_MS: integerFromEnv(0, 60_000)
    .default(1_000)
    .describe(
      'Median delay of the event loop, two seconds in a row, above which new uploads are answered 503 with Retry-After; 0 never',
    ),
} as const;
