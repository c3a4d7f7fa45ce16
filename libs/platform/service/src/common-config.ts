import { MAX_SHARDS } from '@recordings/call-record';
import { z } from 'zod';
import { integerFromEnv } from './env-variables.ts';

/** Variables that several services share; each app spreads those it needs into its own schema. */
export const commonConfig = {
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('Lowest level of the log lines that are written'),
  HOST: z.string().default('0.0.0.0').describe('Address that the service listens on'),
  MONITORING_PORT: integerFromEnv(0, 65_535)
    .default(9090)
    .describe('Port of `/health/live`, `/health/ready` and `/metrics`; 0 takes a free one'),
  METRICS_EXPORT_SECONDS: integerFromEnv(0, 3_600)
    .default(0)
    .describe('How often metrics are written to the log for CloudWatch, and once at the stop; 0 never'),
  RESOURCE_PREFIX: z
    .string()
    .regex(/^[a-z0-9-]{3,20}$/)
    .describe('Prefix of the names of all tables, queues, topics and buckets of this environment'),
  REGISTRY_FILE: z
    .string()
    .default('config/registry.yaml')
    .describe(
      'YAML file that maps OCP groups to tenants and lines of business: a path, `s3://{bucket}/{key}`, or `ssm:{name}` for a parameter of Systems Manager; see docs/registry.md',
    ),
  REGISTRY_RELOAD_SECONDS: integerFromEnv(1, 3_600)
    .default(30)
    .describe(
      'How often the registry is read again; a version that is wrong is refused, and the last good one stays',
    ),
  AUDIT_DELAY_SECONDS: integerFromEnv(0, 900)
    .default(60)
    .describe(
      'Delay of the message that announces a change of a call to the archive; longer than the write may take',
    ),
  RECONCILIATION_SHARDS: integerFromEnv(1, MAX_SHARDS)
    .default(8)
    .describe(
      'Number of shards that the reconciliation index is written to; it may change, because the pooler reads all 64',
    ),
} as const;

/** Variables of the services that answer requests. */
export const listeningConfig = {
  PORT: integerFromEnv(0, 65_535)
    .default(8080)
    .describe('Port that requests are answered on; 0 takes a free one'),
} as const;

/** Variables of the services that store recordings. */
export const storingConfig = {
  RECORDING_EVENTS_TOPIC_ARN: z
    .string()
    .regex(/^arn:/)
    .describe('SNS topic that receives an event for every stored recording'),
  MAX_RECORDING_BYTES: integerFromEnv(1, 5_368_709_120)
    .default(1_073_741_824)
    .describe('Largest recording, in bytes; a larger one is refused and not stored'),
  MAX_HELD_BYTES: integerFromEnv(65_536, 67_108_864)
    .default(8_388_608)
    .describe(
      'Largest recording, in bytes, that is held in memory until it is validated; a larger one is staged in S3',
    ),
  UPLOAD_TIMEOUT_SECONDS: integerFromEnv(1, 86_400)
    .default(3_600)
    .describe(
      'An upload to ingestion-api that takes longer is aborted; the sender sends it again. The same for ingestion-api and downloader',
    ),
  STAGING_RECOVERY_AGE_SECONDS: integerFromEnv(2, 172_800)
    .default(5_400)
    .describe(
      'A downloader finishes a staged recording that is older, because its own process is no longer at work. Longer than UPLOAD_TIMEOUT_SECONDS and DOWNLOAD_TIMEOUT_MINUTES. The same for ingestion-api and downloader',
    ),
  HOT_PATH_CLIENT: z
    .enum(['signed', 'sdk'])
    .default('signed')
    .describe(
      'What sends PutObject, UploadPart, reads and writes of call records, and messages: our own signed requests, or the AWS SDK, which takes several times their CPU time',
    ),
} as const;

/**
 * A rule over several variables, for the schema of an app that stages recordings. If the age were shorter, the recovery
 * would take a recording that its own process is still receiving.
 *
 * @param longestSeconds each variable that limits how long a recording is received, with its value in seconds.
 */
export const checkStagingAge = (
  ageSeconds: number,
  longestSeconds: Readonly<Record<string, number>>,
  context: z.core.$RefinementCtx,
): void => {
  for (const [name, seconds] of Object.entries(longestSeconds)) {
    if (ageSeconds > seconds) continue;
    const message = `must be longer than ${name}, which is ${seconds} s: a recording that is still received would be taken for one whose process died`;
    context.addIssue({ code: 'custom', path: ['STAGING_RECOVERY_AGE_SECONDS'], message });
  }
};
