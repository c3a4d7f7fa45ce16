import { checkS3Config, s3Config } from '@recordings/recording-store';
import {
  authConfig,
  checkStagingAge,
  commonConfig,
  integerFromEnv,
  listeningConfig,
  piiConfig,
  storingConfig,
} from '@recordings/service';
import { z } from 'zod';
import { admissionConfig } from './admission/admission-config.ts';

const Variables = z.object({
  ...commonConfig,
  ...listeningConfig,
  ...storingConfig,
  ...s3Config,
  ...authConfig,
  ...piiConfig,
  ...admissionConfig,
  KEEP_ALIVE_SECONDS: integerFromEnv(1, 7_200)
    .default(72)
    .describe(
      'How long an idle connection stays open; behind a load balancer, longer than its idle timeout, else it sends requests on connections that just close',
    ),
  MAX_EVENTS_PER_REQUEST: integerFromEnv(1, 1_000_000)
    .default(5_000)
    .describe('Events of one request; one with more is answered 413'),
  MAX_EVENTS_BYTES: integerFromEnv(1_024, 104_857_600)
    .default(4_194_304)
    .describe('Largest body of one request of CDR events'),
  RECENT_CALLS_BYTES: integerFromEnv(0, 1_073_741_824)
    .default(16_777_216)
    .describe(
      'Memory for the records that the process wrote last; the next event of such a call is written without a read. 0 reads each time',
    ),
});

export const Config = Variables.superRefine(checkS3Config).superRefine(
  ({ STAGING_RECOVERY_AGE_SECONDS, UPLOAD_TIMEOUT_SECONDS }, context) =>
    checkStagingAge(STAGING_RECOVERY_AGE_SECONDS, { UPLOAD_TIMEOUT_SECONDS }, context),
);
export type Config = z.infer<typeof Config>;
