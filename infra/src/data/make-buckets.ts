import {
  bucketNames,
  configBucket,
  physicalName,
  quarantineBucket,
  recordingsBucket,
  UNASSIGNED_LINE_OF_BUSINESS,
} from '@recordings/topology';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type LifecycleRule,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { DataSettings } from '../settings/schemas/data-schema.ts';

/** By name in the topology. */
export type Buckets = ReadonlyMap<string, Bucket>;

export type BucketOptions = {
  readonly prefix: string;
  readonly key: IKey;
  readonly linesOfBusiness: readonly string[];
  readonly data: DataSettings;
};

/** Uploads are here until they are validated. */
export const STAGING_PREFIX = 'incoming/';

/** Days. The longest upload takes an hour. */
const UNFINISHED_UPLOAD_DAYS = 7;
/** Days. A staged upload is copied or deleted within the hour. After a crash a downloader finishes it. */
const STAGED_DAYS = 14;

/** Names in the topology of the buckets that hold recordings under their final keys. */
export const recordingBuckets = (linesOfBusiness: readonly string[]): string[] => [
  ...new Set([...linesOfBusiness, UNASSIGNED_LINE_OF_BUSINESS].map(recordingsBucket)),
];

/** Makes every bucket of the topology. */
export const makeBuckets = (scope: Construct, options: BucketOptions): Buckets => {
  const logs = makeLogBucket(scope, options.data);
  return new Map(
    bucketNames(options.linesOfBusiness).map((name) => [name, makeBucket(scope, name, logs, options)]),
  );
};

const secured = ({ retain }: DataSettings) =>
  ({
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  }) satisfies BucketProps;

const makeBucket = (
  scope: Construct,
  name: string,
  logs: Bucket,
  { prefix, key, data }: BucketOptions,
): Bucket =>
  new Bucket(scope, name, {
    ...secured(data),
    bucketName: physicalName(prefix, name),
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    versioned: true,
    lifecycleRules: lifecycleOf(name),
    serverAccessLogsBucket: logs,
    serverAccessLogsPrefix: `${name}/`,
    ...(data.objectLock && isLocked(name) && { objectLockDefaultRetention: retentionOf(data.objectLock) }),
  });

/** Not quarantine, because what is staged there must be deleted; not the registry, which is replaced. */
const isLocked = (name: string): boolean => name !== quarantineBucket && name !== configBucket;

const retentionOf = ({ mode, days }: NonNullable<DataSettings['objectLock']>): ObjectLockRetention =>
  mode === 'COMPLIANCE'
    ? ObjectLockRetention.compliance(Duration.days(days))
    : ObjectLockRetention.governance(Duration.days(days));

/** No rule deletes a recording, a quarantined object or an older version of one. */
const lifecycleOf = (name: string): LifecycleRule[] => [
  { id: 'unfinished-uploads', abortIncompleteMultipartUploadAfter: Duration.days(UNFINISHED_UPLOAD_DAYS) },
  ...(name === quarantineBucket
    ? [
        {
          id: 'staged-uploads',
          prefix: STAGING_PREFIX,
          expiration: Duration.days(STAGED_DAYS),
          // In a versioned bucket the bytes of a deleted object stay as an older version.
          noncurrentVersionExpiration: Duration.days(STAGED_DAYS),
        },
        { id: 'staged-delete-markers', prefix: STAGING_PREFIX, expiredObjectDeleteMarker: true },
      ]
    : []),
];

/** S3 writes access logs only to buckets that it encrypts itself, not to those with a KMS key. */
const makeLogBucket = (scope: Construct, data: DataSettings): Bucket => {
  const logs = new Bucket(scope, 'AccessLogs', {
    ...secured(data),
    encryption: BucketEncryption.S3_MANAGED,
    lifecycleRules: [{ id: 'old-logs', expiration: Duration.days(data.accessLogDays) }],
  });
  Validations.of(logs).acknowledge({
    id: 'AwsSolutions::AwsSolutions-S1',
    reason: 'It holds the access logs of the other buckets. A log of its own would need a further bucket.',
  });
  return logs;
};
