import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** The workers read this secret themselves, so that it can change without a restart. Its full name has the prefix before it. */
export const OCP_SECRET = 'ocp-credentials';

/** The same of API_CREDENTIALS of the ingestion API and of the pooler. */
export const INGESTION_SECRET = 'ingestion-api-credentials';
export const POOLER_SECRET = 'pooler-credentials';

export type Secrets = {
  /** API_CREDENTIALS of the ingestion API: who may push and ask. */
  readonly ingestionCredentials: Secret;
  /** API_CREDENTIALS of the pooler: who may start an execution. */
  readonly poolerCredentials: Secret;
  /** OCP_CREDENTIALS: how we sign in to OCP. */
  readonly ocpCredentials: Secret;
  /** PII_HASH_KEY: by which personal fields are hashed. Its random value is a good one, and must never change. */
  readonly piiHashKey: Secret;
};

/** Makes the secrets with random values. No service accepts random credentials: a person sets the real ones (README). */
export const makeSecrets = (
  scope: Construct,
  { prefix, key, retain }: { readonly prefix: string; readonly key: IKey; readonly retain: boolean },
): Secrets => {
  const makeSecret = (name: string, description: string): Secret => {
    const secret = new Secret(scope, name, {
      secretName: `${prefix}/${name}`,
      description,
      encryptionKey: key,
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SMG4',
      reason:
        'OCP or a caller issues credentials, so that Secrets Manager cannot make new ones by itself. Another hash key would give other hashes.',
    });
    return secret;
  };
  return {
    ingestionCredentials: makeSecret(INGESTION_SECRET, 'Who may push recordings and ask about calls'),
    poolerCredentials: makeSecret(POOLER_SECRET, 'Who may start an execution of the pooler'),
    ocpCredentials: makeSecret(OCP_SECRET, 'How the workers sign in to OCP'),
    piiHashKey: makeSecret('pii-hash-key', 'Key by which personal fields are hashed'),
  };
};
