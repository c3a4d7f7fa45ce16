import { TenantId, UNKNOWN_TENANT } from './ids.ts';
import type { Registry } from './registry.ts';
import type { Sender } from './sender.ts';

const PREFIX = `${UNKNOWN_TENANT}:`;

/**
 * The tenant under which the calls of unregistered groups are kept: one for each sender, so that two tenants with one call
 * id have two records.
 */
export const unregisteredTenantOf = ({ id }: Pick<Sender, 'id'>): TenantId =>
  TenantId.parse(`${PREFIX}${id}`);

/** Whether the calls of this tenant wait until the registry says whose they are. */
export const isUnregisteredTenant = (tenantId: string): boolean =>
  tenantId === UNKNOWN_TENANT || tenantId.startsWith(PREFIX);

/**
 * The tenant of a call whose group gives none.
 * - The group is registered, and several tenants share it: `unknown`, where a listing of the group finds the call.
 * - Else the group is unregistered, or missing: the sender's own place for such calls.
 */
export const tenantOfUnknownGroup = (
  registry: Pick<Registry, 'groups'>,
  groupName: string | undefined,
  sender: Pick<Sender, 'id' | 'soleTenant' | 'mayWrite'>,
): TenantId => {
  const isShared =
    sender.soleTenant === undefined &&
    registry.groups.some(({ name, tenant }) => name === groupName && sender.mayWrite(tenant));
  return isShared ? UNKNOWN_TENANT : unregisteredTenantOf(sender);
};
