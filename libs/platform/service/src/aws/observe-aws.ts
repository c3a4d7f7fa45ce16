import type { Metrics } from '../make-metrics.ts';
import { type Attempt, observeAttempts } from './observe-attempts.ts';
import type { SdkClient } from './wrap-attempts.ts';

export type AwsObserver = {
  /** Observes every attempt of a client of the SDK. @returns the same client. */
  watch<C extends SdkClient>(client: C): C;
  /** For requests that are sent without the SDK. */
  onAttempt(attempt: Attempt): void;
};

/** Up to a minute: S3 copies a part of 256 MiB for some seconds, and a poll of SQS waits for 20 s. */
const DURATION_BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Answers, and no errors: another writer was first, or there is no such object. */
const answers: ReadonlySet<string> = new Set([
  'dynamodb ConditionalCheckFailedException',
  's3 PreconditionFailed',
  's3 NotFound',
  's3 NoSuchKey',
]);

/** Makes the observer that every service gives its AWS clients: latencies and errors by service and operation. */
export const observeAws = (metrics: Metrics, nowMs: () => number = () => performance.now()): AwsObserver => {
  const durationS = metrics.histogram(
    'aws_request_duration_seconds',
    'Duration of each attempt of a request to AWS, failed ones too',
    ['service', 'operation'],
    DURATION_BUCKETS_S,
  );
  const errors = metrics.counter(
    'aws_request_errors_total',
    'Failed attempts of requests to AWS, by type of error; a refused condition is an answer',
    ['service', 'operation', 'type'],
  );
  const onAttempt = ({ service, operation, durationMs, errorType }: Attempt): void => {
    durationS.observe({ service, operation }, durationMs / 1000);
    if (errorType === undefined || answers.has(`${service} ${errorType}`)) return;
    errors.inc({ service, operation, type: errorType });
  };
  return { watch: (client) => observeAttempts(client, nowMs, onAttempt), onAttempt };
};
