import { createHash } from 'node:crypto';

/** API keys by the scopes of their credentials. */
export const keys = {
  operator: 'operator-key-51ce',
  reader: 'reader-key-a90d',
} as const;

const credential = (name: keyof typeof keys, scopes: string[]) => ({
  name,
  keySha256: createHash('sha256').update(keys[name]).digest('hex'),
  tenants: ['acme'],
  scopes,
});

export const credentials = [
  credential('operator', ['executions:run']),
  credential('reader', ['calls:read', 'audio:read', 'events:write', 'recordings:write']),
];
