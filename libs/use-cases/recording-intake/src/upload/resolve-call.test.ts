import { parseRegistry, TenantId } from '@recordings/call-record';
import { makeRegistryFile } from '@recordings/test-kit';
import { resolveCall } from './resolve-call.ts';

const registry = parseRegistry(
  makeRegistryFile({ name: 'Shared', tenant: 'acme' }, { name: 'Shared', tenant: 'bolt' }),
);
const bolt = TenantId.parse('bolt');

describe('resolveCall, for a group that two tenants share', () => {
  it.each([
    ['its label', { tenantId: 'bolt' }, undefined],
    ['its label, whoever sends it', { tenantId: 'bolt' }, TenantId.parse('acme')],
    ['its sender', {}, bolt],
  ])('takes the tenant of a recording from %s', (_, label, sender) => {
    const call = resolveCall({ callId: 'c', groupId: 'Shared', ...label }, registry, sender);
    expect(call).toMatchObject({ tenantId: 'bolt', group: { tenant: 'bolt' } });
  });

  it('keeps a recording apart if neither its label nor its sender names the tenant', () => {
    const call = resolveCall({ callId: 'c', groupId: 'Shared' }, registry, undefined);
    expect(call).toMatchObject({ tenantId: 'unknown', group: undefined });
  });
});
