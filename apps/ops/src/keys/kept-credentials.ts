import { ConfigurationError, type CredentialEntry, parseCredentials } from '@recordings/service';
import type { Ops } from '../ops.ts';
import { credentialsPlaces, type KeyedService } from '../options/credentials-place.ts';
import { readCredentialsText } from './read-credentials-text.ts';
import { isSecret, replaceCredentials } from './replace-credentials.ts';

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
  /** Replaces the entry of one caller. It changes nothing and fails if another command changed any of them meanwhile. */
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
  const read = await readCredentialsText(address);
  return {
    entries: read.entries,
    change: async (place, next) => {
      const kept = JSON.parse(read.text) as readonly KeptEntry[];
      const changed = JSON.stringify(kept.with(place, next(kept[place]!)), null, 2);
      const parsed = parseCredentials(changed);
      if (!('entries' in parsed)) throw new ConfigurationError(parsed.faults.join('; '));
      await replaceCredentials(config, address, read, changed);
    },
    sayWhenUsed: isSecret(address)
      ? `The service uses them when it is restarted: aws ecs update-service --cluster ${config.RESOURCE_PREFIX} --service ${service} --force-new-deployment`
      : 'The service uses them within a minute.',
  };
};
