import { commonConfig } from '@recordings/service';
import { z } from 'zod';

/** The variables of `provision`; the AWS SDK reads its own. */
export const ProvisionConfig = z.object({
  RESOURCE_PREFIX: commonConfig.RESOURCE_PREFIX,
  REGISTRY_FILE: commonConfig.REGISTRY_FILE,
});

/** The variables of `play`. */
export const PlayConfig = ProvisionConfig.extend({
  POOLER_URL: z.url().describe('Address of the pooler'),
  SIMULATOR_URL: z.url().describe('Address of the simulator'),
  OPERATOR_API_KEY: z.string().min(1).describe('Key that may start an execution of the pooler'),
});
export type PlayConfig = z.infer<typeof PlayConfig>;
