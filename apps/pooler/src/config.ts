import { booleanFromEnv, commonConfig, Credentials, integerFromEnv, jsonFromEnv } from '@recordings/service';
import { Cron } from 'croner';
import { z } from 'zod';

/** A length of time as a number of its unit, fractions allowed. */
const amount = (min: number, max: number) => z.coerce.number().min(min).max(max);

const isCron = (expression: string): boolean => doesNotThrow(() => new Cron(expression));
const isTimeZone = (timeZone: string): boolean =>
  doesNotThrow(() => new Intl.DateTimeFormat('en', { timeZone }));

const doesNotThrow = (make: () => unknown): boolean => {
  try {
    make();
    return true;
  } catch {
    return false;
  }
};

export const Config = z.object({
  ...commonConfig,
  API_CREDENTIALS: jsonFromEnv(Credentials).describe(
    'Who may ask for an execution: JSON array of {name, keySha256, tenants, scopes}, scope executions:run',
  ),
  RECONCILIATION_TOPIC_ARN: z.string().regex(/^arn:/).describe('SNS topic that windows are published to'),
  MAX_CALLS_PER_EXECUTION: integerFromEnv(1, 100_000)
    .default(1_000)
    .describe('Calls that one execution takes on, the most urgent first'),
  LOOKBACK_DAYS: amount(0.01, 365).default(7).describe('Older calls are looked for with priority low'),
  BUFFER_MINUTES: amount(0, 1_440)
    .default(5)
    .describe('How long after we learned of its end a call is left to the push'),
  MISSING_END_HOURS: amount(0, 720)
    .default(24)
    .describe(
      'A call whose CDR end never came counts as ended so long after its start and after we heard of it; near OCP’s deletion sooner',
    ),
  STALE_MINUTES: amount(0, 10_080)
    .default(30)
    .describe(
      'A queued or held call without a sign of life for this long is checked against its reconciliation',
    ),
  INCLUDE_FAILED_RECONCILIATIONS: booleanFromEnv
    .default(true)
    .describe('Whether failed calls are tried again'),
  MAX_RECONCILIATION_ATTEMPTS: integerFromEnv(1, 100)
    .default(3)
    .describe('Answers about a call before it is given up'),
  URGENT_MARGIN_HOURS: amount(0, 1_440)
    .default(72)
    .describe('Calls that OCP deletes within this time go first'),
  EXPIRY_MARGIN_HOURS: amount(0, 1_440)
    .default(3)
    .describe('Calls that OCP deletes within this time are too late to export: RETENTION_EXPIRED'),
  DEFAULT_WINDOW_SIZE_MINUTES: amount(0.1, 1_440)
    .default(5)
    .describe('Span of windows without dynamic sizing'),
  DYNAMIC_WINDOW_SIZING: booleanFromEnv
    .default(true)
    .describe('Whether the span follows from the number of calls'),
  MIN_WINDOW_SIZE_MINUTES: amount(0.1, 1_440).default(1).describe('Least span of a window'),
  MAX_WINDOW_SIZE_MINUTES: amount(0.1, 1_440).default(15).describe('Greatest span of a window'),
  MAX_CALLS_PER_WINDOW: integerFromEnv(1, 100).default(100).describe('Calls that one event carries'),
  AUDIO_FORMAT: z.enum(['wav', 'mp3']).default('wav').describe('Format asked of the export'),
  ENABLE_DRY_RUN: booleanFromEnv.default(false).describe('Plan and log the windows without publishing them'),
  SCHEDULER_ENABLED: booleanFromEnv.default(true).describe('Whether executions start by cron'),
  CRON_EXPRESSION: z
    .string()
    .refine(isCron, 'must be a cron expression, like 0 */15 * * * *')
    .default('0 */15 * * * *')
    .describe('When executions start, with seconds'),
  CRON_TIMEZONE: z
    .string()
    .refine(isTimeZone, 'must be a time zone, like UTC or Europe/Madrid')
    .default('UTC')
    .describe('Time zone of the cron expression'),
  EXECUTION_LEASE_SECONDS: integerFromEnv(5, 3_600)
    .default(300)
    .describe('How long a pooler that died keeps others from executing'),
});
export type Config = z.infer<typeof Config>;
