import type { SecretsManagerClientConfig } from '@aws-sdk/client-secrets-manager';
import { type AwsOverrides, openSource } from '../registry/open-source.ts';
import type { RegistrySource } from '../registry/registry-source.ts';
import { makeSecretSource } from './secret-source.ts';

const SECRETS_MANAGER = 'secretsmanager:';

export type SecretOverrides = AwsOverrides & { readonly secretsManager?: SecretsManagerClientConfig };

/**
 * @param address a path, `s3://{bucket}/{key}`, `ssm:{name of a parameter}` or `secretsmanager:{name or ARN of a secret}`.
 * @throws {Error} if the address is none of these.
 */
export const openSecret = (address: string, overrides: SecretOverrides = {}): RegistrySource => {
  if (!address.startsWith(SECRETS_MANAGER)) return openSource(address, overrides);
  const name = address.slice(SECRETS_MANAGER.length);
  if (!/^[\w/+=.@:-]+$/.test(name)) throw new Error('expected secretsmanager:{name or ARN of a secret}');
  return makeSecretSource(name, overrides.secretsManager ?? {});
};
