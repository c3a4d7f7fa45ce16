import type { Config } from '../config.ts';

/** Services that answer requests with an API key. */
export const KEYED_SERVICES = ['ingestion-api', 'pooler'] as const;
export type KeyedService = (typeof KEYED_SERVICES)[number];

/** Where the API_CREDENTIALS of a service are kept. Undefined if that is not configured. */
export type CredentialsPlace = { readonly service: KeyedService; readonly address: string | undefined };

type Settings = Pick<Config, 'RESOURCE_PREFIX' | 'INGESTION_API_CREDENTIALS' | 'POOLER_CREDENTIALS'>;

/** On AWS they are secrets of the stage. */
export const credentialsPlaces = (
  { RESOURCE_PREFIX: prefix, INGESTION_API_CREDENTIALS: ingestion, POOLER_CREDENTIALS: pooler }: Settings,
  isLocal: boolean,
): readonly CredentialsPlace[] => {
  const secret = (name: string) => (isLocal ? undefined : `secretsmanager:${prefix}/${name}`);
  return [
    { service: 'ingestion-api', address: ingestion ?? secret('ingestion-api-credentials') },
    { service: 'pooler', address: pooler ?? secret('pooler-credentials') },
  ];
};
