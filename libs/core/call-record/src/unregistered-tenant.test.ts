import { TenantId } from './ids.ts';
import { senderIdOf } from './sender.ts';
import { isUnregisteredTenant, tenantOfUnknownGroup, unregisteredTenantOf } from './unregistered-tenant.ts';

const acme = TenantId.parse('acme');
const groups = [
  { name: 'Shared', tenant: 'acme' },
  { name: 'Shared', tenant: 'bolt' },
] as unknown as Parameters<typeof tenantOfUnknownGroup>[0]['groups'];
const sender = (tenants: string[]) => ({
  id: senderIdOf(tenants),
  soleTenant: tenants.length === 1 ? TenantId.parse(tenants[0]) : undefined,
  mayWrite: (tenantId: string) => tenants.includes(tenantId),
});

describe('the tenant of a call whose group gives none', () => {
  it.each([
    ['of an unregistered group', 'Nobody_EN', ['acme'], 'unknown:acme'],
    ['of an unregistered group, from another tenant', 'Nobody_EN', ['bolt'], 'unknown:bolt'],
    [
      'of an unregistered group, from a sender of several tenants',
      'X',
      ['core', 'acme'],
      'unknown:acme+core',
    ],
    ['without a group', undefined, ['acme', 'bolt'], 'unknown:acme+bolt'],
    ['of a group that tenants of the sender share', 'Shared', ['acme', 'bolt'], 'unknown'],
    ['of a group that other tenants share', 'Shared', ['core'], 'unknown:core'],
  ])('%s', (_, groupName, tenants, expected) => {
    expect(tenantOfUnknownGroup({ groups }, groupName, sender(tenants))).toBe(expected);
  });

  it('is a tenant id however many and however odd the tenants of its sender are', () => {
    const odd = Array.from({ length: 99 }, (_, n) => `#/\u0000ñ${n}`);
    for (const tenants of [odd, odd.slice(0, 5), ['#'], ['x'.repeat(300)]]) {
      expect(TenantId.safeParse(unregisteredTenantOf({ id: senderIdOf(tenants) })).success).toBe(true);
    }
  });

  it('is recognised', () => {
    expect(['unknown', 'unknown:acme', acme, 'unknown-2'].map(isUnregisteredTenant)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
