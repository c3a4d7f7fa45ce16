import type { ProvisionedAws } from '@recordings/local-aws';
import { type Buckets, lookAtBuckets } from '@recordings/test-kit';

export const lookAt = ({ clients: { s3 }, prefix }: ProvisionedAws): Buckets =>
  lookAtBuckets(s3, prefix, ['sales', 'claims']);
