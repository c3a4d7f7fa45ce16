import { TenantId } from './ids.ts';
import { makeProtectGroup } from './protect-group.ts';
import { parseRegistry } from './registry.ts';
import { registryFile } from './test-registry.ts';

const [acme, bolt] = registryFile.groups;
const registry = parseRegistry({
  ...registryFile,
  pii: { agentId: 'drop', customerId: 'keep' },
  groups: [
    { ...acme, pii: { customerId: 'hash' } },
    { ...acme, name: 'Acme_FR', pii: { customer_id: 'keep', agentId: 'keep', note: 'drop' } },
    { ...bolt, pii: { customerId: 'drop' } },
  ],
});
const protectGroup = makeProtectGroup(registry, (tenantId) => (value) => `${tenantId} hash of ${value}`);
const acmeId = TenantId.parse('acme');
const event = { customerId: 'Jo', agentId: 'a7', note: 'x' };

describe('makeProtectGroup', () => {
  it('applies the policy of the group over that of the registry, with the hash of its tenant', () => {
    expect(protectGroup('Acme_EN', undefined).value(event)).toEqual({
      customerId: 'acme hash of Jo',
      note: 'x',
    });
    expect(protectGroup('Acme_FR', undefined).value(event)).toEqual({ customerId: 'Jo', agentId: 'a7' });
  });

  it('applies the strictest policy of the tenant to a call whose group is missing or not registered', () => {
    for (const name of [undefined, 'Nobody_EN']) {
      expect(protectGroup(name, acmeId).value(event)).toEqual({ customerId: 'acme hash of Jo' });
      expect(protectGroup(name, undefined).value(event)).toEqual({});
    }
  });
});

describe('a registry', () => {
  it('may have no policy', () => {
    const { pii, findGroup } = parseRegistry(registryFile);
    expect([pii, findGroup('Acme_EN')!.pii]).toEqual([{}, {}]);
  });

  it('names a wrong place of a policy', () => {
    const wrong = { ...registryFile, groups: [{ ...acme, pii: { token: 'keep' } }] };
    expect(() => parseRegistry(wrong)).toThrow(/must be hash or drop[\s\S]*at groups\[0\]\.pii\.token/);
  });
});
