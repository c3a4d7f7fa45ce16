import { keepUnknownFields, Timestamp } from '@recordings/call-record';
import { z } from 'zod';

/** An API key of a caller of a service. `key` is its id, never the key. */
export type CredentialName = Readonly<Record<'service' | 'credential' | 'key', string>>;

/** When a key was used last, to the hour. One item for each key. */
export const CredentialUse = keepUnknownFields(
  z.object({
    service: z.string(),
    credential: z.string(),
    key: z.string(),
    usedAt: Timestamp,
    schemaVersion: z.number().int(),
    revision: z.number().int(),
  }),
);
export type CredentialUse = z.infer<typeof CredentialUse>;

const SCHEMA_VERSION = 1;
const HOUR_MS = 3_600_000;

/** Tasks report uses in any order. A use within an hour after the stored one is not worth a write. */
export const recordUse =
  (name: CredentialName, usedAt: Timestamp) =>
  (current: CredentialUse | undefined): { readonly next?: CredentialUse; readonly result: undefined } => {
    const isNew = !current || Date.parse(usedAt) - Date.parse(current.usedAt) >= HOUR_MS;
    const revision = (current?.revision ?? 0) + 1;
    return {
      ...(isNew && { next: { ...current, ...name, usedAt, schemaVersion: SCHEMA_VERSION, revision } }),
      result: undefined,
    };
  };
