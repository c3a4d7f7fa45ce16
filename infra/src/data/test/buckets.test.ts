import { bucketNames, physicalName } from '@recordings/topology';
import { LINES_OF_BUSINESS, PREFIX, synthesizeData } from '../../../test/data-stack.ts';

const BUCKET = 'AWS::S3::Bucket';
const names = bucketNames(LINES_OF_BUSINESS);

type Rule = Readonly<Record<string, unknown>>;
const rulesOf = (bucket: Readonly<Record<string, unknown>>): Rule[] =>
  (bucket['LifecycleConfiguration'] as { Rules: Rule[] }).Rules;

describe('buckets', () => {
  const stage = synthesizeData();

  it('are those of the topology, and one for access logs', () => {
    expect(stage.ofType(BUCKET).map(({ Properties }) => Properties['BucketName'])).toEqual([
      undefined,
      ...names.map((name) => physicalName(PREFIX, name)),
    ]);
    expect(names).toEqual(
      expect.arrayContaining(['recordings-cards', 'recordings-unassigned', 'audit', 'config']),
    );
  });

  it.each(names)('%s is versioned and encrypted by our key, with a bucket key', (name) => {
    expect(stage.bucket(name)).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: '<KeysObjects>' },
          },
        ],
      },
    });
  });

  it('block public access, and have no ACLs', () => {
    for (const { Properties } of stage.ofType(BUCKET)) {
      expect(Properties).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      });
      expect(Properties).not.toHaveProperty('AccessControl');
    }
  });

  it.each(names)('%s refuses requests without TLS', (name) => {
    const own = `<${PREFIX}-${name}>`;
    expect(stage.bucketPolicy(name)).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: ['s3:*'],
        Resource: [own, `${own}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  });

  it.each(names)('%s deletes the parts of unfinished uploads after 7 days', (name) => {
    expect(rulesOf(stage.bucket(name))).toContainEqual(
      expect.objectContaining({
        Status: 'Enabled',
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      }),
    );
  });

  it('delete no object but what is staged under incoming/, that after 14 days with its older versions', () => {
    const deleting = names.flatMap((name) =>
      rulesOf(stage.bucket(name))
        .filter((rule) => Object.keys(rule).some((key) => /Expir|Transition/.test(key)))
        .map((rule) => ({ name, ...rule })),
    );
    expect(deleting).toEqual([
      expect.objectContaining({
        name: 'quarantine',
        Prefix: 'incoming/',
        ExpirationInDays: 14,
        NoncurrentVersionExpiration: { NoncurrentDays: 14 },
      }),
      expect.objectContaining({ name: 'quarantine', Prefix: 'incoming/', ExpiredObjectDeleteMarker: true }),
    ]);
  });

  it('outlive their stack if the stage retains its data, and only then', () => {
    const policies = (over: object) =>
      new Set(
        synthesizeData(over)
          .ofType(BUCKET)
          .map(({ DeletionPolicy }) => DeletionPolicy),
      );
    expect(policies({ retain: true })).toEqual(new Set(['Retain']));
    expect(policies({ retain: false })).toEqual(new Set(['Delete']));
  });

  it.each(names)('%s logs who asked for which object', (name) => {
    expect(stage.bucket(name)['LoggingConfiguration']).toEqual({
      DestinationBucketName: '<BucketsAccessLogs>',
      LogFilePrefix: `${name}/`,
    });
  });
});

describe('the bucket for access logs', () => {
  const stage = synthesizeData();
  const logs = stage
    .ofType(BUCKET)
    .find(({ Properties }) => Properties['BucketName'] === undefined)!.Properties;

  it('is encrypted by S3, because S3 writes no logs to a bucket with a KMS key', () => {
    expect(JSON.stringify(logs['BucketEncryption'])).toContain('"AES256"');
  });

  it('deletes logs after the days of the setting', () => {
    expect(rulesOf(logs)).toEqual([expect.objectContaining({ ExpirationInDays: 90 })]);
  });

  it('admits the log delivery of S3 for the buckets of this stage, by its policy', () => {
    const admitted = stage
      .ofType('AWS::S3::BucketPolicy')
      .map(({ Properties }) => JSON.stringify(Properties))
      .find((policy) => policy.includes('logging.s3.amazonaws.com'));
    for (const name of names) expect(admitted).toContain(`<${PREFIX}-${name}>`);
  });
});

describe('Object Lock', () => {
  const lockOf = (stage: ReturnType<typeof synthesizeData>, name: string) =>
    stage.bucket(name)['ObjectLockConfiguration'];

  it('is off by default', () => {
    for (const name of names) expect(lockOf(synthesizeData(), name)).toBeUndefined();
  });

  it.each(['GOVERNANCE', 'COMPLIANCE'] as const)(
    'in mode %s protects recordings and the audit, not what is replaced or staged',
    (mode) => {
      const stage = synthesizeData({ objectLock: { mode, days: 365 } });
      const locked = names.filter((name) => lockOf(stage, name) !== undefined);
      expect(locked).toEqual(names.filter((name) => !['quarantine', 'config'].includes(name)));
      for (const name of locked) {
        expect(stage.bucket(name)).toMatchObject({
          ObjectLockEnabled: true,
          ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: mode, Days: 365 } } },
        });
      }
    },
  );
});
