import { physicalName, quarantineBucket, recordingsBucket } from '@recordings/topology';
import {
  AccountRootPrincipal,
  ArnPrincipal,
  CompositePrincipal,
  type IPrincipal,
  PolicyStatement,
  Role,
} from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Buckets } from '../data/make-buckets.ts';
import { QUARANTINE_READER, readerNames } from '../settings/reader-names.ts';
import type { DataSettings } from '../settings/schemas/data-schema.ts';
import { acknowledgeKeys } from './acknowledge-keys.ts';

/** Name in the topology of the bucket that this reader role reads. */
const bucketOf = (reader: string): string =>
  reader === QUARANTINE_READER ? quarantineBucket : recordingsBucket(reader);

/** The one role of people that reads a bucket, by the bucket's name in the topology. */
export type ReaderRoles = ReadonlyMap<string, Role>;

export type ReaderOptions = {
  readonly prefix: string;
  readonly linesOfBusiness: readonly string[];
  readonly readers: DataSettings['readers'];
};

/** Makes one role for each bucket of recordings, for people who may listen to them. It has no permissions yet. */
export const makeReaderRoles = (
  scope: Construct,
  { prefix, linesOfBusiness, readers }: ReaderOptions,
): ReaderRoles =>
  new Map(
    readerNames(linesOfBusiness).map((reader) => [
      bucketOf(reader),
      new Role(scope, reader, {
        roleName: physicalName(prefix, `reader-${reader}`),
        description: `Reads the recordings of ${reader}`,
        assumedBy: principalsOf(readers[reader]),
      }),
    ]),
  );

const principalsOf = (arns: readonly string[] | undefined): IPrincipal =>
  arns === undefined
    ? new AccountRootPrincipal() // Then the policies of this account's own principals decide.
    : new CompositePrincipal(...arns.map((arn) => new ArnPrincipal(arn)));

/** Lets each reader role read the objects of its bucket, and decrypt nothing but those. */
export const grantToReaderRoles = (roles: ReaderRoles, buckets: Buckets, keyArn: string): void => {
  for (const [name, role] of roles) {
    const bucket = buckets.get(name)!;
    const { region, urlSuffix } = Stack.of(role);
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:GetObject', 's3:GetObjectVersion'],
        resources: [bucket.arnForObjects('*')],
      }),
    );
    role.addToPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }));
    role.addToPolicy(
      new PolicyStatement({
        actions: ['kms:Decrypt'],
        resources: [keyArn],
        conditions: {
          StringEquals: {
            'kms:ViaService': `s3.${region}.${urlSuffix}`,
            // With a bucket key, the context of the encryption is the bucket.
            'kms:EncryptionContext:aws:s3:arn': bucket.bucketArn,
          },
        },
      }),
    );
    acknowledgeKeys(role, bucket, '*', 'The role reads every recording of one bucket.');
  }
};
