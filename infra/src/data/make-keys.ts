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
  const { account } = Stack.of(scope);
  keys.data.addToResourcePolicy(delivery('DeliveryBySns', 'sns.amazonaws.com', account));
  keys.data.addToResourcePolicy(delivery('DeliveryByEventBridge', 'events.amazonaws.com', account));
  return keys;
};

/** A service of AWS encrypts what it delivers to a queue, so the key of the queue must admit it, for this account's topics and rules only. */
const delivery = (sid: string, service: string, account: string): PolicyStatement =>
  new PolicyStatement({
    sid,
    principals: [new ServicePrincipal(service)],
    actions: ['kms:GenerateDataKey*', 'kms:Decrypt'],
    resources: ['*'], // In the policy of a key, the key itself.
    conditions: { StringEquals: { 'aws:SourceAccount': account } },
  });
