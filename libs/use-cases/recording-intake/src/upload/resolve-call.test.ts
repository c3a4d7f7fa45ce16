import { parseRegistry, senderIdOf, TenantId } from '@recordings/call-record';
import { makeRegistryFile } from '@recordings/test-kit';
import { resolveCall } from './resolve-call.ts';

const registry = parseRegistry(
  makeRegistryFile({ name: 'Shared', tenant: 'acme' }, { name: 'Shared', tenant: 'bolt' }),
);
const senderOf = (...tenants: string[]) => ({
  id: senderIdOf(tenants),
  tenants: tenants.map((tenant) => TenantId.parse(tenant)),
  soleTenant: tenants.length === 1 ? TenantId.parse(tenants[0]) : undefined,
  mayWrite: (tenantId: string) => tenants.includes(tenantId),
});

describe('resolveCall, for a group that two tenants share', () => {
  it.each([
    ['its label', { tenantId: 'bolt' }, senderOf('acme', 'bolt')],
    ['its label, whoever sends it', { tenantId: 'bolt' }, senderOf('acme')],
    ['its sender', {}, senderOf('bolt')],
  ])('takes the tenant of a recording from %s', (_, label, sender) => {
    const call = resolveCall({ callId: 'c', groupId: 'Shared', ...label }, registry, sender);
    expect(call).toMatchObject({ tenantId: 'bolt', group: { tenant: 'bolt' } });
  });

  it('keeps a recording apart if neither its label nor its sender names the tenant', () => {
    const call = resolveCall({ callId: 'c', groupId: 'Shared' }, registry, senderOf('acme', 'bolt'));
    expect(call).toMatchObject({ tenantId: 'unknown', group: undefined });
  });
});
