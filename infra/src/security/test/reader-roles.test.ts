import { PREFIX, synthesizeData } from '../../../test/data-stack.ts';

const TEAM = 'arn:aws:iam::222222222222:role/quality-team';
const own = (name: string): string => `<${PREFIX}-${name}>`;
const readers = [
  ['cards', 'recordings-cards'],
  ['loans', 'recordings-loans'],
  ['unassigned', 'recordings-unassigned'],
  ['quarantine', 'quarantine'],
] as const;

const trusted = (role: Readonly<Record<string, unknown>>): unknown =>
  (role['AssumeRolePolicyDocument'] as { Statement: { Principal: unknown }[] }).Statement.map(
    ({ Principal }) => Principal,
  );

describe('reader roles', () => {
  const stage = synthesizeData({ readers: { cards: [TEAM] } });

  it('are one for each line of business, one for unassigned recordings and one for quarantine', () => {
    const made = stage.ofType('AWS::IAM::Role').map(({ Properties }) => String(Properties['RoleName']));
    expect(made.filter((name) => name.includes('-reader-'))).toEqual(
      readers.map(([reader]) => `${PREFIX}-reader-${reader}`),
    );
  });

  it.each(readers)('reader-%s reads and decrypts the objects of %s only', (reader, bucket) => {
    expect(stage.rolePolicy(`reader-${reader}`)).toEqual([
      expect.objectContaining({
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:GetObjectVersion'],
        Resource: [`${own(bucket)}/*`],
      }),
      expect.objectContaining({ Effect: 'Allow', Action: ['s3:ListBucket'], Resource: [own(bucket)] }),
      expect.objectContaining({
        Effect: 'Allow',
        Action: ['kms:Decrypt'],
        Resource: ['<KeysObjects>'],
        Condition: {
          StringEquals: {
            'kms:ViaService': 's3.eu-west-1.amazonaws.com',
            'kms:EncryptionContext:aws:s3:arn': own(bucket),
          },
        },
      }),
    ]);
  });

  it('can be taken by the principals of the settings', () => {
    expect(trusted(stage.role('reader-cards'))).toEqual([{ AWS: TEAM }]);
  });

  it('can be taken by principals of this account that may, if the settings name none', () => {
    expect(trusted(stage.role('reader-loans'))).toEqual([{ AWS: 'arn:aws:iam::111111111111:root' }]);
  });
});
