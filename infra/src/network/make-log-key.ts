import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** Makes the key of all log groups whose names start with `/{prefix}/`. CloudWatch Logs must be admitted by the key itself. */
export const makeLogKey = (scope: Construct, prefix: string, retain: boolean): Key => {
  const { region, account, partition } = Stack.of(scope);
  const key = new Key(scope, 'LogKey', {
    description: `Logs of ${prefix}`,
    enableKeyRotation: true,
    removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  key.grantEncryptDecrypt(
    new ServicePrincipal(`logs.${region}.amazonaws.com`, {
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:/${prefix}/*`,
        },
      },
    }),
  );
  return key;
};
