import { type CallEvent, type Registry, type TenantId, UNKNOWN_TENANT } from '@recordings/call-record';

/**
 * Resolves the tenant whose call an event is about: the tenant of its group. If the event names no group, it is the
 * sender's tenant. The sender's tenant also decides if several tenants share the group.
 *
 * @param senderTenant undefined if the sender has several tenants.
 */
export const resolveTenant = (
  registry: Pick<Registry, 'findGroup'>,
  { groupName }: Pick<CallEvent, 'groupName'>,
  senderTenant: TenantId | undefined,
): TenantId =>
  (groupName === undefined ? senderTenant : registry.findGroup(groupName, senderTenant)?.tenant) ??
  UNKNOWN_TENANT;
