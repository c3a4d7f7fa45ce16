import {
  type CallEvent,
  type Registry,
  type Sender,
  type TenantId,
  tenantOfUnknownGroup,
} from '@recordings/call-record';

/**
 * Resolves the tenant whose call an event is about: the tenant of its group. If the event names no group, it is the
 * sender's tenant. The sender's tenant also decides if several tenants share the group.
 */
export const resolveTenant = (
  registry: Pick<Registry, 'findGroup' | 'groups'>,
  { groupName }: Pick<CallEvent, 'groupName'>,
  sender: Pick<Sender, 'id' | 'soleTenant' | 'mayWrite'>,
): TenantId => {
  const { soleTenant } = sender;
  const known = groupName === undefined ? soleTenant : registry.findGroup(groupName, soleTenant)?.tenant;
  return known ?? tenantOfUnknownGroup(registry, groupName, sender);
};
