import { LINES_OF_BUSINESS, PREFIX, synthesizeData } from '../../../test/data-stack.ts';
import type { Statement } from '../../../test/readable-template.ts';

const stage = synthesizeData();
const own = (name: string): string => `<${PREFIX}-${name}>`;
const recordings = [...LINES_OF_BUSINESS, 'unassigned'];

/** The roles that a bucket does not deny the action for all its objects. */
const admitted = (bucket: string, action: string): unknown => {
  const denying = stage
    .bucketPolicy(bucket)
    .filter(
      ({ Effect, Action, Condition }) =>
        Effect === 'Deny' && Action.includes(action) && Condition?.['ArnNotEquals'] !== undefined,
    );
  expect(denying).toHaveLength(1);
  expect(denying[0]).toMatchObject({ Principal: { AWS: '*' }, Resource: [`${own(bucket)}/*`] });
  return denying[0]!.Condition!['ArnNotEquals']!['aws:PrincipalArn'];
};

/** Bytes that a person accepts are stored by the command line of operators, as a task or from a workstation. */
const operators = [own('ops'), own('operator')];
const storing = [own('ingestion-api'), own('downloader'), ...operators];

describe('recordings', () => {
  it.each(recordings)('of %s are read by the storing services and one reader role only', (line) => {
    const readers = [...storing, own(`reader-${line}`)];
    expect(admitted(`recordings-${line}`, 's3:GetObject')).toEqual(readers);
    expect(admitted(`recordings-${line}`, 's3:GetObjectVersion')).toEqual(readers);
  });

  it.each(recordings)('of %s are written by the storing services only', (line) => {
    expect(admitted(`recordings-${line}`, 's3:PutObject')).toEqual(storing);
  });

  it.each(recordings)('of %s are created only: S3 refuses a write without If-None-Match', (line) => {
    expect(stage.bucketPolicy(`recordings-${line}`)).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: ['s3:PutObject'],
        Condition: { Null: { 's3:if-none-match': 'true' }, Bool: { 's3:ObjectCreationOperation': 'true' } },
      }),
    );
  });
});

describe('quarantined bytes', () => {
  /** The reconciler-worker keeps events there that cannot be recorded. */
  const keeping = [own('ingestion-api'), own('reconciler-worker'), own('downloader'), ...operators];

  it('are read by the storing services, operators and their own reader role only', () => {
    expect(admitted('quarantine', 's3:GetObject')).toEqual([...keeping, own('reader-quarantine')]);
  });

  it('are written by the storing services only', () => {
    expect(admitted('quarantine', 's3:PutObject')).toEqual(keeping);
  });
});

describe('other buckets', () => {
  it.each([
    ['replay', ['pooler', 'ops', 'operator']],
    ['audit', ['archiver', 'ops', 'operator']],
  ])('%s is written by the roles of %j only', (bucket, apps) => {
    expect(admitted(bucket, 's3:PutObject')).toEqual(apps.map(own));
  });
});

describe('deletion', () => {
  const deletionsOf = (bucket: string): Statement[] =>
    stage
      .bucketPolicy(bucket)
      .filter(({ Effect, Action }) => Effect === 'Deny' && Action.some((one) => one.startsWith('s3:Delete')));

  it.each([...recordings.map((line) => `recordings-${line}`), 'audit'])(
    'of an object or a version is denied to every principal in %s',
    (bucket) => {
      for (const action of ['s3:DeleteObject', 's3:DeleteObjectVersion']) {
        const [statement, ...others] = deletionsOf(bucket).filter(({ Action }) => Action.includes(action));
        expect(others).toEqual([]);
        expect(statement).toMatchObject({ Principal: { AWS: '*' }, Resource: [`${own(bucket)}/*`] });
        expect(statement).not.toHaveProperty('Condition');
      }
    },
  );

  it('is denied in quarantine for all but what is staged', () => {
    expect(deletionsOf('quarantine')).toEqual([
      expect.objectContaining({ Action: ['s3:DeleteObjectVersion'], Resource: [`${own('quarantine')}/*`] }),
      expect.objectContaining({
        Action: ['s3:DeleteObject'],
        Resource: [],
        NotResource: [`${own('quarantine')}/incoming/*`],
      }),
    ]);
  });
});

describe('administration', () => {
  it('of a bucket is denied to none, so that a policy can be repaired', () => {
    const ofObjects = /^s3:(Get|Put|Delete)Object(Version)?$/;
    for (const { Properties } of stage.ofType('AWS::S3::Bucket')) {
      const name = Properties['BucketName'];
      if (typeof name !== 'string') continue;
      const unconditional = stage
        .bucketPolicy(name.slice(PREFIX.length + 1))
        .filter(
          ({ Effect, Condition }) =>
            Effect === 'Deny' && !/SecureTransport|TlsVersion/.test(JSON.stringify(Condition ?? {})),
        );
      for (const { Action } of unconditional)
        expect(Action.every((action) => ofObjects.test(action))).toBe(true);
    }
  });
});
