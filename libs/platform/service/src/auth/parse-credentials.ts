import type { z } from 'zod';
import { CredentialEntries, type CredentialEntry } from './credential-entry.ts';

export type ParsedCredentials =
  | { readonly entries: readonly CredentialEntry[] }
  /** One sentence for each fault. They repeat no value and no unknown name. */
  | { readonly faults: readonly string[] };

/** Reads credentials from JSON text. */
export const parseCredentials = (text: string): ParsedCredentials => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { faults: ['the value is not JSON'] };
  }
  const { data, error } = CredentialEntries.safeParse(value);
  return data ? { entries: data } : { faults: error!.issues.map(describeFault) };
};

const known: ReadonlySet<PropertyKey> = new Set([
  ...['name', 'keySha256', 'keys', 'tenants', 'scopes'],
  ...['id', 'sha256', 'notBefore', 'expires', 'certificates', 'subject', 'issuer'],
]);

const describeFault = ({ path, code, message }: z.core.$ZodIssue): string => {
  const place = path.map((name) => (typeof name === 'number' || known.has(name) ? String(name) : '…'));
  // zod's message names the field, which may be a key in the wrong place.
  const fault = code === 'unrecognized_keys' ? 'has a field that is not known' : message;
  return place.length === 0 ? fault : `entry ${place.join('.')}: ${fault}`;
};
