import { checkS3Config, s3Config } from '@recordings/recording-store';
import { commonConfig } from '@recordings/service';
import { z } from 'zod';

export const Config = z
  .object({
    RESOURCE_PREFIX: commonConfig.RESOURCE_PREFIX,
    REGISTRY_FILE: commonConfig.REGISTRY_FILE,
    RECONCILIATION_SHARDS: commonConfig.RECONCILIATION_SHARDS,
    ...s3Config,
  })
  .superRefine(checkS3Config);
export type Config = z.infer<typeof Config>;
