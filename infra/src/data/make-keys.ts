import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

export type Keys = {
  /** Encrypts every object in S3. */
  readonly objects: Key;
  /** Encrypts tables, queues, topics and secrets. */
  readonly data: Key;
};

export const makeKeys = (scope: Construct, prefix: string, retain: boolean): Keys => {
  const makeKey = (id: string, description: string): Key =>
    new Key(scope, id, {
      alias: `${prefix}-${id.toLowerCase()}`,
      description,
      enableKeyRotation: true,
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  const keys = {
    objects: makeKey('Objects', `Objects of ${prefix}`),
    data: makeKey('Data', `Tables, queues, topics and secrets of ${prefix}`),
  };
  keys.data.addToResourcePolicy(deliveryBySns(Stack.of(scope).account));
  return keys;
};

/** SNS encrypts what it delivers to a queue, so the key of the queue must admit SNS itself, for this account's topics only. */
const deliveryBySns = (account: string): PolicyStatement =>
  new PolicyStatement({
    sid: 'DeliveryBySns',
    principals: [new ServicePrincipal('sns.amazonaws.com')],
    actions: ['kms:GenerateDataKey*', 'kms:Decrypt'],
    resources: ['*'], // In the policy of a key, the key itself.
    conditions: { StringEquals: { 'aws:SourceAccount': account } },
  });
