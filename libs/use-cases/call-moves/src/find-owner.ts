import type { Registry, RegistryGroup } from '@recordings/call-record';

/** @returns the group whose tenant the call must move to. Undefined if it is there, or if no tenant, or more than one, has the group. */
export const findOwner = (
  registry: Pick<Registry, 'findGroup'>,
  { tenantId, groupId }: { readonly tenantId: string; readonly groupId?: string | undefined },
): RegistryGroup | undefined => {
  // Without a tenant it finds no group that several tenants share: a listing of the group finds the owner of such a call.
  const group = registry.findGroup(groupId);
  return group?.tenant === tenantId ? undefined : group;
};
