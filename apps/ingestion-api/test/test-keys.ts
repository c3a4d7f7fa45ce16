import { createHash } from 'node:crypto';

/** API keys by what their credential may do. */
export const keys = {
  /** Acme's OCP: hands in, reads nothing. */
  push: 'acme-push-key-4f1c',
  /** Acme's console: reads records. */
  console: 'acme-console-key-77aa',
  /** Acme's auditors: records and audio. */
  audit: 'acme-audit-key-0b9e',
  /** Everything, of Bolt only. */
  bolt: 'bolt-key-91d2',
} as const;

const credential = (name: keyof typeof keys, tenants: string[], scopes: string[]) => ({
  name,
  keySha256: createHash('sha256').update(keys[name]).digest('hex'),
  tenants,
  scopes,
});

export const credentials = [
  credential('push', ['acme'], ['events:write', 'recordings:write']),
  credential('console', ['acme'], ['calls:read']),
  credential('audit', ['acme', 'unknown'], ['calls:read', 'audio:read']),
  credential('bolt', ['bolt'], ['events:write', 'recordings:write', 'calls:read', 'audio:read']),
];
