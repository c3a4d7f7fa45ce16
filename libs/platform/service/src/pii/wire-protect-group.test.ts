import { parseRegistry } from '@recordings/call-record';
import { makeRegistryFile } from '@recordings/test-kit';
import { ConfigurationError } from '../configuration-error.ts';
import { wireProtectGroup } from './wire-protect-group.ts';

const registryOf = (pii: Readonly<Record<string, string>>) =>
  parseRegistry(makeRegistryFile({ name: 'Acme_EN', tenant: 'acme', pii }));
const PII_HASH_KEY = 'k'.repeat(32);

describe('wireProtectGroup', () => {
  it('needs no key unless the registry hashes a field', () => {
    const event = { customerId: 'Jo' };
    expect(wireProtectGroup({}, registryOf({}))('Acme_EN', undefined).value(event)).toBe(event);
  });

  it('refuses a registry that hashes without a key, and names the group', () => {
    const wire = () => wireProtectGroup({}, registryOf({ customerId: 'hash' }));
    expect(wire).toThrow(ConfigurationError);
    expect(wire).toThrow(/PII_HASH_KEY: not set.*group Acme_EN/);
  });

  it('hashes by the key', () => {
    const protect = wireProtectGroup({ PII_HASH_KEY }, registryOf({ customerId: 'hash' }));
    expect(protect('Acme_EN', undefined).value({ customerId: 'Jo' }).customerId).toMatch(/^hmac-sha256:/);
  });
});
