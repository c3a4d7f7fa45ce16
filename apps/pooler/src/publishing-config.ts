import { booleanFromEnv, integerFromEnv } from '@recordings/service';
import { z } from 'zod';

/** Variables of publishing windows to SNS. */
export const publishingConfig = {
  // At least 10, so that each lower priority has one of them.
  MAX_EVENTS_PER_EXECUTION: integerFromEnv(10, 100_000)
    .default(1_000)
    .describe('Windows that one execution publishes, the most urgent; the calls of the others stay pending'),
  PARALLEL_PUBLISHING: integerFromEnv(1, 100)
    .default(10)
    .describe('Windows that are published at the same time; one request has up to 10'),
  PUBLISHES_PER_SECOND: integerFromEnv(1, 30_000)
    .default(300)
    .describe('Windows that are published in any second; the quota of SNS depends on the region'),
  PUBLISH_TIMEOUT_MS: integerFromEnv(100, 60_000)
    .default(5_000)
    .describe('Time for one request to SNS, its answer included'),
  PUBLISH_RETRIES: integerFromEnv(1, 10)
    .default(3)
    .describe(
      'Attempts to publish a window, the first included: after 100 ms, 500 ms, then five times as long each, at most 10 s; then it is kept for replay',
    ),
  MESSAGE_GROUP_ID: z
    .string()
    .regex(/^[!-~]{1,128}$/)
    .optional()
    .describe('Message group of all windows: required for a FIFO topic, and only for one'),
  ENABLE_MESSAGE_ATTRIBUTES: booleanFromEnv
    .default(true)
    .describe(
      'Whether windows have all message attributes to filter by; if not, they have only `eventType`, and every window goes to the queue of priority normal',
    ),
  INCLUDE_CALL_DETAILS: booleanFromEnv
    .default(true)
    .describe('Whether a window has the start and the attempts of each call, beside its id'),
} as const;

const FIRST_DELAY_MS = 100;
const DELAY_GROWTH = 5;
const MAX_DELAY_MS = 10_000;

/** The waits between so many attempts. */
export const retryDelaysMs = (attempts: number): number[] =>
  Array.from({ length: attempts - 1 }, (_, at) =>
    Math.min(FIRST_DELAY_MS * DELAY_GROWTH ** at, MAX_DELAY_MS),
  );

type Publishing = {
  readonly RECONCILIATION_TOPIC_ARN: string;
  readonly MESSAGE_GROUP_ID?: string | undefined;
};

/** SNS refuses a message group on a standard topic, and a message without one on a FIFO topic. */
export const checkPublishing = (
  { RECONCILIATION_TOPIC_ARN, MESSAGE_GROUP_ID }: Publishing,
  context: z.RefinementCtx,
): void => {
  if (RECONCILIATION_TOPIC_ARN.endsWith('.fifo') === (MESSAGE_GROUP_ID !== undefined)) return;
  const message = MESSAGE_GROUP_ID
    ? 'only for a topic whose ARN ends with .fifo'
    : 'required, because RECONCILIATION_TOPIC_ARN is that of a FIFO topic';
  context.addIssue({ code: 'custom', path: ['MESSAGE_GROUP_ID'], message });
};
