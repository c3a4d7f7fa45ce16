import { synthesizeData } from '../../../test/data-stack.ts';
import { statementsIn } from '../../../test/readable-template.ts';

describe('keys', () => {
  const keys = synthesizeData().ofType('AWS::KMS::Key');

  it('are rotated, and outlive their stack if the stage retains its data', () => {
    expect(keys).toHaveLength(2);
    for (const { Properties, DeletionPolicy } of keys) {
      expect(Properties['EnableKeyRotation']).toBe(true);
      expect(DeletionPolicy).toBe('Retain');
    }
  });

  it.each([
    ['SNS', 'sns.amazonaws.com'],
    ['EventBridge', 'events.amazonaws.com'],
  ])('admit %s to encrypt what it delivers, for this account, in one key only', (_, Service) => {
    const admitting = keys.map(({ Properties }) =>
      statementsIn(Properties['KeyPolicy']).filter(({ Principal }) =>
        JSON.stringify(Principal).includes(Service),
      ),
    );
    expect(admitting.flat()).toEqual([
      expect.objectContaining({
        Effect: 'Allow',
        Principal: { Service },
        Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
        Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
      }),
    ]);
  });

  it('are administered by this account', () => {
    for (const { Properties } of keys) {
      expect(statementsIn(Properties['KeyPolicy'])[0]).toMatchObject({
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111111111111:root' },
        Action: ['kms:*'],
      });
    }
  });
});

describe('secrets', () => {
  const secrets = synthesizeData().ofType('AWS::SecretsManager::Secret');

  it('are those of the API, of the pooler and of OCP, and the key of hashes, encrypted by our key', () => {
    expect(secrets.map(({ Properties }) => Properties['Name'])).toEqual([
      'test/ingestion-api-credentials',
      'test/pooler-credentials',
      'test/ocp-credentials',
      'test/pii-hash-key',
    ]);
    for (const { Properties } of secrets) expect(Properties['KmsKeyId']).toBe('<KeysData>');
  });

  it('have no value in the template', () => {
    for (const { Properties } of secrets) {
      expect(Properties).not.toHaveProperty('SecretString');
      expect(Properties['GenerateSecretString']).toEqual({});
    }
  });

  it('outlive their stack if the stage retains its data', () => {
    for (const { DeletionPolicy } of secrets) expect(DeletionPolicy).toBe('Retain');
  });
});
