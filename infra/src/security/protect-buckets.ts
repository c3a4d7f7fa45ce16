import { quarantineBucket, replayBucket } from '@recordings/topology';
import {
  AnyPrincipal,
  Effect,
  PolicyStatement,
  type PolicyStatementProps,
  type Role,
} from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { type Buckets, recordingBuckets, STAGING_PREFIX } from '../data/make-buckets.ts';
import type { ReaderRoles } from './make-reader-roles.ts';
import { type DeployedApp, grantsOf, type TaskRoles } from './make-task-roles.ts';
import type { ObjectGrant } from './service-grants.ts';

export type Protection = {
  readonly buckets: Buckets;
  readonly taskRoles: TaskRoles;
  readonly readerRoles: ReaderRoles;
  /** Of people. They may do to objects what the app `ops` may. */
  readonly operatorRole: Role;
  readonly linesOfBusiness: readonly string[];
};

/**
 * Denies the use of objects to every principal but the roles whose work it is, administrators and the root user
 * included. It denies nothing that is about the bucket itself, so an administrator can change this policy, and the
 * account's trail shows that.
 */
export const protectBuckets = (protection: Protection): void => {
  const { buckets, linesOfBusiness } = protection;
  const recordings = recordingBuckets(linesOfBusiness);
  for (const [name, bucket] of buckets) {
    const writers = rolesThat('Put', name, protection);
    if (writers.length > 0) restrict(bucket, 'WriteObjects', ['s3:PutObject'], writers);
    if (name === quarantineBucket || recordings.includes(name)) restrictReads(name, bucket, protection);
    if (recordings.includes(name)) bucket.addToResourcePolicy(denyOverwrites(bucket));
    if (writers.length > 0 && name !== replayBucket) denyDeletion(name, bucket);
  }
};

/** Roles of the services that do this to objects of the bucket. */
const rolesThat = (
  action: ObjectGrant['actions'][number],
  bucketName: string,
  { taskRoles, operatorRole, linesOfBusiness }: Protection,
): Role[] =>
  Object.entries(grantsOf)
    .filter(([, grants]) =>
      grants(linesOfBusiness).objects.some(
        ({ bucket, actions }) => bucket === bucketName && actions.includes(action),
      ),
    )
    .flatMap(([app]) => [taskRoles[app as DeployedApp], ...(app === 'ops' ? [operatorRole] : [])]);

const restrictReads = (name: string, bucket: Bucket, protection: Protection): void => {
  const reader = protection.readerRoles.get(name)!;
  const readers = [...rolesThat('Get', name, protection), reader];
  restrict(bucket, 'ReadObjects', ['s3:GetObject', 's3:GetObjectVersion'], readers);
};

const deny = (props: PolicyStatementProps): PolicyStatement =>
  new PolicyStatement({ ...props, effect: Effect.DENY, principals: [new AnyPrincipal()] });

/** `aws:PrincipalArn` is the role's ARN for every session of the role. */
const restrict = (bucket: Bucket, sid: string, actions: string[], roles: readonly Role[]): void => {
  bucket.addToResourcePolicy(
    deny({
      sid: `${sid}OnlyByTheirRoles`,
      actions,
      resources: [bucket.arnForObjects('*')],
      conditions: { ArnNotEquals: { 'aws:PrincipalArn': roles.map(({ roleArn }) => roleArn) } },
    }),
  );
};

/** S3 itself refuses a write that could replace an object. The parts of a multipart upload make no object. */
const denyOverwrites = (bucket: Bucket): PolicyStatement =>
  deny({
    sid: 'CreateOnly',
    actions: ['s3:PutObject'],
    resources: [bucket.arnForObjects('*')],
    conditions: {
      Null: { 's3:if-none-match': 'true' },
      Bool: { 's3:ObjectCreationOperation': 'true' },
    },
  });

/** Lifecycle rules are not bound by the policy of a bucket. */
const denyDeletion = (name: string, bucket: Bucket): void => {
  const all = bucket.arnForObjects('*');
  bucket.addToResourcePolicy(
    deny({ sid: 'KeepVersions', actions: ['s3:DeleteObjectVersion'], resources: [all] }),
  );
  bucket.addToResourcePolicy(
    deny({
      sid: 'KeepObjects',
      actions: ['s3:DeleteObject'],
      ...(name === quarantineBucket
        ? { notResources: [bucket.arnForObjects(`${STAGING_PREFIX}*`)] }
        : { resources: [all] }),
    }),
  );
};
