import { AudioFormat } from '@recordings/reconciliation';
import { checkS3Config, s3Config } from '@recordings/recording-store';
import {
  authConfig,
  booleanFromEnv,
  commonConfig,
  integerFromEnv,
  listeningConfig,
} from '@recordings/service';
import { parsePartition, parsePeakRanges } from '@recordings/windowing';
import { Cron } from 'croner';
import { z } from 'zod';
import { planConfig } from './plan-config.ts';
import { checkPublishing, publishingConfig } from './publishing-config.ts';
import { ExistingTime } from './text-body.ts';

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

const Variables = z.object({
  ...commonConfig,
  ...listeningConfig,
  ...s3Config,
  ...authConfig,
  RECONCILIATION_TOPIC_ARN: z.string().regex(/^arn:/).describe('SNS topic that windows are published to'),
  CONFIG_FILE: z
    .string()
    .optional()
    .describe(
      'YAML file with parameters under their names in the requirement documents; a variable that is set wins; see docs/pooler.md',
    ),
  MAX_CALLS_PER_EXECUTION: integerFromEnv(1, 100_000)
    .default(1_000)
    .describe('Calls that one execution takes, the most urgent first'),
  MAX_OUTSTANDING_WINDOWS: integerFromEnv(0, 10_000)
    .default(100)
    .describe(
      'An execution that reached its limit is followed by another while fewer windows than this are open; 0: never',
    ),
  LOOKBACK_DAYS: amount(0.01, 365).default(7).describe('Calls that started longer ago have priority low'),
  BUFFER_MINUTES: amount(0, 1_440)
    .default(5)
    .describe('Time that the push has after we learned of a call’s end'),
  MISSING_END_HOURS: amount(0, 720)
    .default(24)
    .describe(
      'A call whose CDR end never came counts as ended this long after its start and after its first event; sooner if OCP deletes it soon',
    ),
  STALE_MINUTES: amount(0, 10_080)
    .default(30)
    .describe(
      'A queued or claimed call whose record did not change for this long is checked against its reconciliation',
    ),
  INCLUDE_FAILED_RECONCILIATIONS: booleanFromEnv
    .default(true)
    .describe('Whether calls whose last recovery failed are tried again'),
  MAX_RECONCILIATION_ATTEMPTS: integerFromEnv(1, 100)
    .default(3)
    .describe('Answers about a call before it is asked for by the daily schedule'),
  URGENT_MARGIN_HOURS: amount(0, 1_440)
    .default(72)
    .describe('Calls that OCP deletes within this time have priority high'),
  EXPIRY_MARGIN_HOURS: amount(0, 1_440)
    .default(3)
    .describe(
      'Calls that OCP deletes within this time are given up with RETENTION_EXPIRED: an export could not finish',
    ),
  DEFAULT_WINDOW_SIZE_MINUTES: amount(0.1, 1_440)
    .default(5)
    .describe('Length of a window without dynamic sizing'),
  DYNAMIC_WINDOW_SIZING: booleanFromEnv
    .default(true)
    .describe('Whether the length of a window depends on the number of calls'),
  MIN_WINDOW_SIZE_MINUTES: amount(0.1, 1_440).default(1).describe('Shortest window'),
  MAX_WINDOW_SIZE_MINUTES: amount(0.1, 1_440).default(15).describe('Longest window'),
  MAX_CALLS_PER_WINDOW: integerFromEnv(1, 100).default(100).describe('Calls of one window'),
  OCP_MAX_CALLS_PER_REQUEST: integerFromEnv(0, 100_000)
    .default(0)
    .describe('Calls that OCP gives in one answer: windows are short enough for it; 0: no limit is known'),
  PEAK_HOURS: z
    .string()
    .refine((text) => parsePeakRanges(text) !== undefined, 'must be ranges of hours, like 9-18 or 9-12,16-20')
    .optional()
    .describe(
      'Hours of the day, in `CRON_TIMEZONE`, in which windows are at most `PEAK_WINDOW_SIZE_MINUTES` long',
    ),
  PEAK_WINDOW_SIZE_MINUTES: amount(0.1, 1_440).default(1).describe('Longest window in peak hours'),
  AUDIO_FORMAT: AudioFormat.default('wav').describe('Format asked of the export of each window'),
  OCP_BASE_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Base URL of OCP, for the events: a worker recovers no window for an OCP at another base URL'),
  SWEEP_ENABLED: booleanFromEnv
    .default(true)
    .describe(
      'Whether executions compare the calls of each group with what OCP lists, one listing a day; without it, calls of which no event came stay unknown',
    ),
  SWEEP_SETTLE_HOURS: amount(1, 240)
    .default(26)
    .describe('A range is swept when it ended this long ago: OCP repeats a push for 24 hours'),
  MAX_RUNNING_SWEEPS: integerFromEnv(1, 100)
    .default(4)
    .describe('Ranges that are swept at the same time, over all groups; a group has one at most'),
  ...publishingConfig,
  ...planConfig,
  ENABLE_DRY_RUN: booleanFromEnv.default(false).describe('Plan and log the windows without publishing them'),
  RUN_ONCE: booleanFromEnv
    .default(false)
    .describe(
      'Run one execution without cron and server, then exit, as `--once` does: 0 if it completed or another pooler executes, 1 if it failed',
    ),
  EXECUTION_FROM: ExistingTime.optional().describe(
    'Executions take only calls that started at this time or later',
  ),
  EXECUTION_TO: ExistingTime.optional().describe('Executions take only calls that started before this time'),
  TENANT_PARTITION: z
    .string()
    .refine(
      (text) => parsePartition(text) !== undefined,
      'must be ranges of first letters, like A-M or N-, or 2/3',
    )
    .optional()
    .describe(
      'The tenants of this pooler, if several share them: ranges of first letters (`A-M`, `-M`, `N-`), or `i/n` by hash; all if it is not set',
    ),
  MAX_SUCCESS_AGE_MINUTES: amount(0, 43_200)
    .default(0)
    .describe(
      'Readiness answers 503 if the last scheduled execution that completed is older; 0: three times the longest rest of the cron',
    ),
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
    .describe(
      'How long the claim of a pooler that died blocks other executions; a running execution renews it',
    ),
});

/** An empty range would take no call, and every execution would look well. */
const checkRange = (
  {
    EXECUTION_FROM: from,
    EXECUTION_TO: to,
  }: { EXECUTION_FROM?: string | undefined; EXECUTION_TO?: string | undefined },
  context: z.RefinementCtx,
): void => {
  if (from === undefined || to === undefined || from < to) return;
  context.addIssue({
    code: 'custom',
    path: ['EXECUTION_TO'],
    message: `must be after EXECUTION_FROM, ${from}`,
  });
};

export const Config = Variables.superRefine(checkS3Config)
  .superRefine(checkPublishing)
  .superRefine(checkRange);
export type Config = z.infer<typeof Config>;
