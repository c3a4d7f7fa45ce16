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

/** An entry of API_CREDENTIALS. */
export const credentialOf = (name: string, key: string, tenants: string[], scopes: string[]) => ({
  name,
  keySha256: createHash('sha256').update(key).digest('hex'),
  tenants,
  scopes,
});

/** Every scope of this API. */
export const allScopes = ['events:write', 'recordings:write', 'calls:read', 'audio:read'];

export const credentials = [
  credentialOf('push', keys.push, ['acme'], ['events:write', 'recordings:write']),
  credentialOf('console', keys.console, ['acme'], ['calls:read']),
  credentialOf('audit', keys.audit, ['acme', 'unknown'], ['calls:read', 'audio:read']),
  credentialOf('bolt', keys.bolt, ['bolt'], allScopes),
];
