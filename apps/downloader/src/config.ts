import { checkOcpConfig, ocpConfig } from '@recordings/ocp-client';
import { checkS3Config, s3Config } from '@recordings/recording-store';
import { checkStagingAge, commonConfig, integerFromEnv, storingConfig } from '@recordings/service';
import { MAX_DELAY_S } from '@recordings/topology';
import { z } from 'zod';

const areDelays = (list: string): boolean => list.split(',').every((delayS) => Number(delayS) <= MAX_DELAY_S);

const Variables = z.object({
  ...commonConfig,
  ...storingConfig,
  ...s3Config,
  ...ocpConfig,
  VISIBILITY_TIMEOUT_SECONDS: integerFromEnv(5, 3_600)
    .default(120)
    .describe('The message of a worker that died is visible again after this; a live worker extends it'),
  DOWNLOAD_CONCURRENCY: integerFromEnv(1, 50)
    .default(5)
    .describe('Recordings fetched at once, for each queue'),
  MAX_PART_BUFFERS: integerFromEnv(2, 100)
    .default(4)
    .describe(
      'Parts of 5 MiB that all downloads together hold in memory; a quarter, at least one, is for urgent ones; while all are in use, downloads wait',
    ),
  IDLE_PAUSE_SECONDS: integerFromEnv(0, 300)
    .default(40)
    .describe('Pause before each poll of a queue that had no message for a minute; 0: none'),
  DOWNLOAD_TIMEOUT_MINUTES: z.coerce
    .number()
    .min(0.05)
    .max(720)
    .default(30)
    .describe('Longest time for one recording, from the request to the stored object'),
  DOWNLOAD_RETRY_SECONDS: z
    .string()
    .regex(/^\d+(,\d+)*$/)
    .refine(areDelays, `SQS delays a message by at most ${MAX_DELAY_S} seconds`)
    .default('1,5,30,120,600')
    .describe('Waits before a task that was put off is tried again, comma-separated; the last one repeats'),
  OUTAGE_RETRY_SECONDS: integerFromEnv(0, 86_400)
    .default(300)
    .describe('Wait after OCP refused our credentials for a group; doubled with every refusal in a row'),
  MAX_OUTAGE_RETRY_SECONDS: integerFromEnv(1, 86_400)
    .default(86_400)
    .describe('Longest of the waits after OCP refused our credentials'),
  CALL_MOVES_SECONDS: integerFromEnv(1, 86_400)
    .default(300)
    .describe(
      'Wait between two looks for calls that must move to the tenant of their group; one downloader moves them',
    ),
  CALL_MOVES_SETTLE_MINUTES: integerFromEnv(0, 10_080)
    .default(15)
    .describe(
      'Calls move so long after the registry gave their group to another tenant, so that a slip can be corrected, and so long after the last change of their record',
    ),
  STAGING_RECOVERY_SECONDS: integerFromEnv(1, 86_400)
    .default(900)
    .describe('Wait between two searches for staged recordings whose process died; one downloader searches'),
});

export const Config = Variables.superRefine(checkS3Config)
  .superRefine(checkOcpConfig)
  .superRefine((given, context) =>
    checkStagingAge(
      given.STAGING_RECOVERY_AGE_SECONDS,
      {
        UPLOAD_TIMEOUT_SECONDS: given.UPLOAD_TIMEOUT_SECONDS,
        DOWNLOAD_TIMEOUT_MINUTES: given.DOWNLOAD_TIMEOUT_MINUTES * 60,
      },
      context,
    ),
  );
export type Config = z.infer<typeof Config>;
