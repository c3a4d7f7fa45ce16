import type { SecretsManagerClient, SecretsManagerClientConfig } from '@aws-sdk/client-secrets-manager';
import { AWS_TIMEOUTS } from '../aws-timeouts.ts';
import type { RegistrySource } from '../registry/registry-source.ts';

/** Reads a secret of Secrets Manager. It has no conditional read; its version says whether the value has changed. */
export const makeSecretSource = (name: string, overrides: SecretsManagerClientConfig): RegistrySource => {
  let client: SecretsManagerClient | undefined;
  return {
    read: async (known) => {
      // Loaded on the first read: most services have no secret to read.
      const { GetSecretValueCommand, SecretsManagerClient: Client } = await import(
        '@aws-sdk/client-secrets-manager'
      );
      client ??= new Client({ ...overrides, requestHandler: AWS_TIMEOUTS });
      const { SecretString, VersionId = '' } = await client.send(
        new GetSecretValueCommand({ SecretId: name }),
      );
      if (SecretString === undefined) throw new Error('Secrets Manager answered without text');
      return VersionId === known ? undefined : { text: SecretString, tag: VersionId };
    },
    close: () => client?.destroy(),
  };
};
