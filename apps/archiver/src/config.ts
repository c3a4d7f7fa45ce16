import { checkS3Config, s3Config } from '@recordings/recording-store';
import { booleanFromEnv, commonConfig, integerFromEnv } from '@recordings/service';
import { z } from 'zod';

const Variables = z.object({
  LOG_LEVEL: commonConfig.LOG_LEVEL,
  HOST: commonConfig.HOST,
  MONITORING_PORT: commonConfig.MONITORING_PORT,
  METRICS_EXPORT_SECONDS: commonConfig.METRICS_EXPORT_SECONDS,
  RESOURCE_PREFIX: commonConfig.RESOURCE_PREFIX,
  ...s3Config,
  ANALYTICS: booleanFromEnv
    .default(false)
    .describe('Whether queue `reconciliation-analytics` is archived too, into `analytics/{date}`'),
  VISIBILITY_TIMEOUT_SECONDS: integerFromEnv(5, 3_600)
    .default(120)
    .describe('The message of a worker that died is visible again after this; a live worker extends it'),
  ARCHIVE_BATCH_LINES: integerFromEnv(1, 200)
    .default(100)
    .describe('Messages that are gathered at once; each has a poll of its own'),
  ARCHIVE_GATHER_SECONDS: integerFromEnv(0, 15)
    .default(10)
    .describe('A batch is written at the latest so long after its first message'),
});

export const Config = Variables.superRefine(checkS3Config);
export type Config = z.infer<typeof Config>;
