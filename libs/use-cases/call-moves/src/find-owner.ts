import { isUnregisteredTenant, type Registry, type RegistryGroup } from '@recordings/call-record';

/**
 * @returns the group whose tenant the call must move to. Undefined if it is there, or if no tenant, or more than one, has the
 * group. A call of a registered tenant moves only to a group that names this tenant as taken over: a group that several
 * tenants shared, or a mistake in the registry, must not give the calls of one tenant to another.
 */
export const findOwner = (
  registry: Pick<Registry, 'findGroup'>,
  { tenantId, groupId }: { readonly tenantId: string; readonly groupId?: string | undefined },
): RegistryGroup | undefined => {
  // Without a tenant it finds no group that several tenants share: a listing of the group finds the owner of such a call.
  const group = registry.findGroup(groupId);
  if (!group || group.tenant === tenantId) return undefined;
  const mayMove =
    isUnregisteredTenant(tenantId) || group.takenOverFrom?.some((tenant) => tenant === tenantId);
  return mayMove ? group : undefined;
};
