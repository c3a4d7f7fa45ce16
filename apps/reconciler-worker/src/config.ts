import { Orchestrator } from '@recordings/call-record';
import { checkOcpConfig, ocpConfig } from '@recordings/ocp-client';
import { AudioFormat } from '@recordings/reconciliation';
import { checkS3Config, s3Config } from '@recordings/recording-store';
import { commonConfig, integerFromEnv, listFromEnv, piiConfig } from '@recordings/service';
import { z } from 'zod';

/** Half a day, like every other wait here. */
const MAX_WAIT_S = 43_200;

const areWaits = (text: string): boolean => text.split(',').every((seconds) => Number(seconds) <= MAX_WAIT_S);

const waitsFromEnv = (waits: string) =>
  z
    .string()
    .regex(/^\d+(,\d+)*$/)
    .refine(areWaits, `a wait is at most ${MAX_WAIT_S} seconds`)
    .default(waits);

const Variables = z.object({
  ...commonConfig,
  ...ocpConfig,
  ...piiConfig,
  ...s3Config,
  VISIBILITY_TIMEOUT_SECONDS: integerFromEnv(5, 3_600)
    .default(120)
    .describe('The message of a dead worker is delivered again after this; a live worker keeps extending it'),
  QUEUES: z
    .enum(['all', 'high', 'normal', 'low'])
    .default('all')
    .describe('Which priority this worker drains, so that each can be scaled on its own'),
  REQUEST_CONCURRENCY: integerFromEnv(1, 50).default(5).describe('Windows handled at once, for each queue'),
  CHECK_CONCURRENCY: integerFromEnv(1, 50).default(5).describe('Polls and other checks at once'),
  IDLE_PAUSE_SECONDS: integerFromEnv(0, 300)
    .default(40)
    .describe('Pause before each poll of a queue that had no message for a minute; 0: none'),
  ORCHESTRATOR: Orchestrator.default('sqs').describe(
    'What drives the export jobs of groups whose entry in the registry has no `orchestrator`',
  ),
  STATE_MACHINE_ARN: z
    .string()
    .regex(/^arn:[^:]+:states:[^:]*:\d*:stateMachine:.+$/, 'must be the ARN of a state machine')
    .optional()
    .describe('The state machine of groups that Step Functions drives; without it there are none'),
  AUDIO_FORMAT: AudioFormat.default('wav').describe(
    'Format asked of the export of calls whose window names none',
  ),
  CALLBACK_HOSTS: listFromEnv(z.string().toLowerCase())
    .default([])
    .describe(
      'Hosts that the result of a window may be posted to, as host or host:port; without any, none is posted',
    ),
  CALLBACK_ATTEMPTS: integerFromEnv(1, 100)
    .default(20)
    .describe(
      'Attempts to post the result of a window, after waits of 10 s to 15 min; then it goes to the DLQ',
    ),
  CALLBACK_TIMEOUT_SECONDS: integerFromEnv(1, 60)
    .default(10)
    .describe('Longest wait for the answer to a result that is posted'),
  EXPORT_GATHER_SECONDS: integerFromEnv(0, 3_600)
    .default(10)
    .describe('Time that windows wait for others of their group to share an export'),
  POLL_DELAY_SECONDS: integerFromEnv(1, 43_200)
    .default(300)
    .describe('Delay before the first poll of an export job'),
  POLL_DELAY_GROWTH: z.coerce
    .number()
    .min(1)
    .max(10)
    .default(1)
    .describe('Each delay is the one before times this'),
  MAX_POLL_DELAY_SECONDS: integerFromEnv(1, 43_200)
    .default(900)
    .describe(
      'Longest delay between two polls; OCP may estimate that a job takes longer than the usual delay',
    ),
  MAX_POLLS: integerFromEnv(1, 1_000).default(6).describe('Polls before the windows of a job are closed'),
  POLL_RETRY_SECONDS: waitsFromEnv('15,30,60').describe(
    'Waits before a poll is repeated that OCP throttled or did not answer in time, comma-separated; then it has failed',
  ),
  FAILED_POLL_SECONDS: integerFromEnv(1, 43_200)
    .default(60)
    .describe('Delay after a poll that failed, which does not count'),
  MAX_JOB_MINUTES: integerFromEnv(1, 10_080)
    .default(240)
    .describe('Total time before the windows of a job are closed'),
  SLOT_BUSY_SECONDS: integerFromEnv(1, 43_200)
    .default(120)
    .describe('Wait after OCP reports that another job uses the slot'),
  CREATE_RETRY_SECONDS: waitsFromEnv('1,5,30').describe(
    'Waits after failed creates, comma-separated; then the windows are closed',
  ),
  OVERLOADED_CREATE_SECONDS: waitsFromEnv('30,60,120').describe(
    'The same after creates that OCP throttled or did not answer in time',
  ),
  LISTING_RETRY_SECONDS: waitsFromEnv('10,20,40').describe(
    'Waits before a listing is asked for again that OCP throttled, comma-separated; then the watchdog does that',
  ),
  OVERDUE_SECONDS: integerFromEnv(1, 3_600)
    .default(120)
    .describe('A poll that is late by this much counts as lost'),
  WATCHDOG_SECONDS: integerFromEnv(1, 3_600).default(60).describe('Interval of the watchdog'),
  LEASE_MINUTES: integerFromEnv(1, 10_080)
    .default(360)
    .describe(
      'Calls are held for so long after a sign of life; a window that waits renews this in the second half',
    ),
  DOWNLOAD_DEADLINE_MINUTES: z.coerce
    .number()
    .min(0.05)
    .max(10_080)
    .default(120)
    .describe('Longest time that the downloads of a window may take together'),
  MAX_RECONCILIATION_ATTEMPTS: integerFromEnv(1, 100)
    .default(3)
    .describe('Answers about a call before it is asked for by the daily schedule'),
  RETRY_DELAY_SECONDS: integerFromEnv(0, 86_400)
    .default(21_600)
    .describe('Wait after an answer about a call (no recording, damaged); doubled with every attempt used'),
  DAILY_RETRY_SECONDS: integerFromEnv(1, 86_400)
    .default(86_400)
    .describe('One day of the daily schedule. Shorter only where a day plays in seconds'),
  OUTAGE_RETRY_SECONDS: integerFromEnv(0, 86_400)
    .default(300)
    .describe('Wait after an outage, a busy slot or an expired job; doubled with every fault in a row'),
  MAX_OUTAGE_RETRY_SECONDS: integerFromEnv(1, 86_400)
    .default(86_400)
    .describe('Longest of the waits after an outage, a busy slot or an expired job'),
});

export const Config = Variables.superRefine(checkOcpConfig).superRefine(checkS3Config);
export type Config = z.infer<typeof Config>;
