import { ocpConfig } from '@recordings/ocp-client';
import { checkS3Config, s3Config } from '@recordings/recording-store';
import { commonConfig, integerFromEnv, listFromEnv, piiConfig, storingConfig } from '@recordings/service';
import { z } from 'zod';
import { HealthUrl } from './look/status/services/health-url.ts';

const { OCP_BASE_URL, OCP_CREDENTIALS, OCP_CREDENTIALS_RELOAD_SECONDS: _, ...ocp } = ocpConfig;

export const Config = z
  .object({
    RESOURCE_PREFIX: commonConfig.RESOURCE_PREFIX,
    REGISTRY_FILE: commonConfig.REGISTRY_FILE.unwrap().describe(
      'The registry that the services use: a path, `s3://{bucket}/{key}`, or `ssm:{name}`; with another one a call would get a wrong deadline or place',
    ),
    AUDIT_DELAY_SECONDS: commonConfig.AUDIT_DELAY_SECONDS,
    RECORDING_EVENTS_TOPIC_ARN: storingConfig.RECORDING_EVENTS_TOPIC_ARN.optional(),
    RECONCILIATION_TOPIC_ARN: z
      .string()
      .regex(/^arn:/)
      .optional()
      .describe('SNS topic of windows, as of the pooler: `replay redrive` publishes there'),
    RECONCILIATION_SHARDS: commonConfig.RECONCILIATION_SHARDS,
    OPS_ACTOR: z
      .string()
      .min(1)
      .max(128)
      .optional()
      .describe('Who acts, beside an emulator; on AWS it is the ARN of the caller'),
    EXPIRY_MARGIN_HOURS: integerFromEnv(0, 1_440)
      .default(3)
      .describe('As of the pooler: a call that OCP deletes within this time cannot be reopened'),
    SWEEP_SETTLE_HOURS: z.coerce
      .number()
      .min(1)
      .max(240)
      .default(26)
      .describe('As of the pooler: a range is swept when it ended this long ago'),
    WATCHDOG_SECONDS: integerFromEnv(1, 3_600)
      .default(60)
      .describe(
        'As of the reconciler worker: it renews its claim of a group as often, and `status` says when it was last at work',
      ),
    POOLER_URL: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe(
        'Where the pooler answers, so that `rerun` asks it for an execution; else the next one takes the calls',
      ),
    SERVICE_HEALTH_URLS: listFromEnv(HealthUrl)
      .default([])
      .meta({ expected: 'a comma-separated list of {service}=http://{host}:{port}' })
      .describe(
        'Where services answer for their health, by their MONITORING_PORT: `status` asks each; of a service without one it says when it was last at work',
      ),
    POOLER_API_KEY: z
      .string()
      .min(1)
      .optional()
      .describe('API key of the pooler with the scope executions:run'),
    INGESTION_API_CREDENTIALS: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Where API_CREDENTIALS of the ingestion API are kept: a path, `s3://{bucket}/{key}` or `secretsmanager:{name}`; on AWS the default is the secret of the stage',
      ),
    POOLER_CREDENTIALS: z.string().min(1).optional().describe('Where API_CREDENTIALS of the pooler are kept'),
    OCP_BASE_URL: OCP_BASE_URL.optional(),
    OCP_CREDENTIALS: OCP_CREDENTIALS.optional(),
    ...ocp,
    ...piiConfig,
    ...s3Config,
  })
  .superRefine(checkS3Config);
export type Config = z.infer<typeof Config>;
