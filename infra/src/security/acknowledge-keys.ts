import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Stack, Validations } from 'aws-cdk-lib/core';

/** Tells cdk-nag why a role may use all keys of a bucket that start alike. Every other `*` stays a finding. */
export const acknowledgeKeys = (role: Role, bucket: Bucket, keys: string, reason: string): void => {
  const id = Stack.of(bucket).getLogicalId(bucket.node.defaultChild as CfnBucket);
  Validations.of(role).acknowledge({
    id: `AwsSolutions::AwsSolutions-IAM5[Resource::<${id}.Arn>/${keys}]`,
    reason,
  });
};
