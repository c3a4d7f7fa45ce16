import { makeProtectGroup, type ProtectGroup, type Registry } from '@recordings/call-record';
import { needsKey } from '@recordings/pii';
import { ConfigurationError } from '../configuration-error.ts';
import { makeHash } from './make-hash.ts';
import type { PiiConfig } from './pii-config.ts';

/**
 * Wires the policies of the registry for personal fields.
 *
 * @throws {ConfigurationError} if the registry hashes a field and there is no key.
 */
export const wireProtectGroup = ({ PII_HASH_KEY: key }: PiiConfig, registry: Registry): ProtectGroup => {
  const hashing = registry.groups.find(({ pii }) => needsKey(pii));
  if (key === undefined && (hashing || needsKey(registry.pii))) {
    const place = hashing ? `group ${hashing.name}` : 'pii';
    throw new ConfigurationError(
      `PII_HASH_KEY: not set, expected text of at least 32 characters: the registry hashes fields (${place})`,
    );
  }
  return makeProtectGroup(registry, (tenantId) => makeHash(key ?? '', tenantId));
};
