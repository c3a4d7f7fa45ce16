import { parseRegistry, senderIdOf, TenantId } from '@recordings/call-record';
import { makeRegistryFile } from '@recordings/test-kit';
import { resolveTenant } from './resolve-tenant.ts';

const registry = parseRegistry(
  makeRegistryFile(
    { name: 'Acme_EN', tenant: 'acme' },
    { name: 'Shared', tenant: 'acme' },
    { name: 'Shared', tenant: 'bolt' },
  ),
);
const senderOf = (tenants: readonly string[]) => ({
  id: senderIdOf(tenants),
  soleTenant: tenants.length === 1 ? TenantId.parse(tenants[0]) : undefined,
  mayWrite: (tenantId: string) => tenants.includes(tenantId),
});

describe('resolveTenant', () => {
  it.each([
    ['its group, whoever sends it', 'Acme_EN', ['bolt'], 'acme'],
    ['its sender, if it names no group', undefined, ['bolt'], 'bolt'],
    ['its sender, if several tenants share its group', 'Shared', ['bolt'], 'bolt'],
  ])('takes the tenant of %s', (_, groupName, tenants, expected) => {
    expect(resolveTenant(registry, { groupName }, senderOf(tenants))).toBe(expected);
  });

  it.each([
    ['its group is not registered', 'Acme_FR', ['bolt'], 'unknown:bolt'],
    ['its sender is none of the tenants that share its group', 'Shared', ['core'], 'unknown:core'],
    [
      'it names no group and the sender has several tenants',
      undefined,
      ['bolt', 'core'],
      'unknown:bolt+core',
    ],
    ['several tenants of the sender share its group', 'Shared', ['acme', 'bolt'], 'unknown'],
  ])('does not know the tenant if %s', (_, groupName, tenants, expected) => {
    expect(resolveTenant(registry, { groupName }, senderOf(tenants))).toBe(expected);
  });
});
