import { parseRegistry, TenantId } from '@recordings/call-record';
import { makeRegistryFile } from '@recordings/test-kit';
import { resolveTenant } from './resolve-tenant.ts';

const registry = parseRegistry(
  makeRegistryFile(
    { name: 'Acme_EN', tenant: 'acme' },
    { name: 'Shared', tenant: 'acme' },
    { name: 'Shared', tenant: 'bolt' },
  ),
);
const bolt = TenantId.parse('bolt');

describe('resolveTenant', () => {
  it.each([
    ['its group, whoever sends it', 'Acme_EN', bolt, 'acme'],
    ['its sender, if it names no group', undefined, bolt, 'bolt'],
    ['its sender, if several tenants share its group', 'Shared', bolt, 'bolt'],
  ])('takes the tenant of %s', (_, groupName, sender, expected) => {
    expect(resolveTenant(registry, { groupName }, sender)).toBe(expected);
  });

  it.each([
    ['its group is not registered', 'Acme_FR', bolt],
    ['several tenants share its group and the sender has several tenants', 'Shared', undefined],
    ['several tenants share its group and the sender is none of them', 'Shared', TenantId.parse('core')],
    ['it names no group and the sender has several tenants', undefined, undefined],
  ])('does not know the tenant if %s', (_, groupName, sender) => {
    expect(resolveTenant(registry, { groupName }, sender)).toBe('unknown');
  });
});
