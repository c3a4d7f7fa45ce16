import { rename, writeFile } from 'node:fs/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { makeS3Client } from '@recordings/recording-store';
import { ConfigurationError, type CredentialEntry, parseCredentials } from '@recordings/service';
import type { Config } from '../config.ts';
import type { Ops } from '../ops.ts';
import { credentialsPlaces, type KeyedService } from '../options/credentials-place.ts';
import { isJson, readCredentialsText } from './read-credentials-text.ts';

type KeptKey = { readonly id: string; readonly sha256: string; readonly expires?: string };

/** An entry as it is kept, with fields that this version does not know. */
export type KeptEntry = {
  readonly name: string;
  readonly keySha256?: string;
  readonly keys?: readonly KeptKey[];
};

/** A key of a caller of a service. */
export type KeyName = { readonly service: KeyedService; readonly caller: string; readonly id: string };

/** The API_CREDENTIALS of a service. */
export type Credentials = {
  readonly entries: readonly CredentialEntry[];
  /** Replaces the entry of one caller. It fails if they were changed meanwhile. */
  readonly change: (place: number, next: (entry: KeptEntry) => KeptEntry) => Promise<void>;
  /** What makes the service use them. */
  readonly sayWhenUsed: string;
};

/** @throws {ConfigurationError} if they cannot be read, naming the fault and no value. */
export const openCredentials = async (ops: Ops, service: KeyedService): Promise<Credentials> => {
  const config = ops.config();
  const { address } = credentialsPlaces(config, ops.isLocal).find((place) => place.service === service)!;
  if (address === undefined)
    throw new ConfigurationError(
      'INGESTION_API_CREDENTIALS and POOLER_CREDENTIALS are not set; expected the address of API_CREDENTIALS of each service',
    );
  const { text, entries } = await readCredentialsText(address);
  return {
    entries,
    change: async (place, next) => {
      const kept = JSON.parse(text) as readonly KeptEntry[];
      const changed = JSON.stringify(kept.with(place, next(kept[place]!)), null, 2);
      const parsed = parseCredentials(changed);
      if (!('entries' in parsed)) throw new ConfigurationError(parsed.faults.join('; '));
      const { text: now } = await readCredentialsText(address);
      if (now !== text)
        throw new ConfigurationError(`${sayAddress(address)} changed meanwhile; run it again`);
      await write(config, address, changed);
    },
    sayWhenUsed: address.startsWith(SECRET)
      ? `The service uses them when it is restarted: aws ecs update-service --cluster ${config.RESOURCE_PREFIX} --service ${service} --force-new-deployment`
      : 'The service uses them within a minute.',
  };
};

const SECRET = 'secretsmanager:';

const sayAddress = (address: string): string => (isJson(address) ? 'the configuration' : address);

const write = async (config: Config, address: string, text: string): Promise<void> => {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(address) ?? [];
  if (bucket !== undefined) {
    const s3 = makeS3Client(config);
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text }));
    s3.destroy();
  } else if (address.startsWith(SECRET)) {
    const secrets = new SecretsManagerClient();
    const SecretId = address.slice(SECRET.length);
    await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: text }));
    secrets.destroy();
  } else if (isJson(address) || address.startsWith('ssm:')) {
    throw new ConfigurationError(
      `the API_CREDENTIALS in ${sayAddress(address)} cannot be changed by a command; expected a path, s3://{bucket}/{key} or secretsmanager:{name}`,
    );
  } else {
    // A service never reads half of them.
    const part = `${address}.part`;
    await writeFile(part, text, { mode: 0o600 });
    await rename(part, address);
  }
};
