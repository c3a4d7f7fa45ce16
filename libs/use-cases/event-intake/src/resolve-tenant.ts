import { type CallEvent, type Registry, type TenantId, UNKNOWN_TENANT } from '@recordings/call-record';

/**
 * Resolves the tenant whose call an event is about: the tenant of its group. If the event names no group, it is the
 * sender's tenant.
 *
 * @param senderTenant undefined if the sender has several tenants.
 */
export const resolveTenant = (
  registry: Pick<Registry, 'findGroup'>,
  { groupName }: Pick<CallEvent, 'groupName'>,
  senderTenant: TenantId | undefined,
): TenantId =>
  (groupName === undefined ? senderTenant : registry.findGroup(groupName)?.tenant) ?? UNKNOWN_TENANT;
