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

/** More tenants of one sender are not looked through. */
const MOST_TENANTS = 25;

/**
 * Where a call without a registered group may have its record, if it has none under `tenantId`: the sender's tenants for
 * its place of such calls, and the other way round.
 */
export const otherTenantsOf = (
  tenantId: TenantId,
  sender: Pick<Sender, 'id' | 'soleTenant' | 'tenants'>,
): readonly TenantId[] => {
  const unregistered = unregisteredTenantOf(sender);
  const tenants = sender.tenants.filter((one) => one !== UNKNOWN_TENANT);
  if (tenantId === unregistered) return tenants.length <= MOST_TENANTS ? tenants : [];
  return tenantId === sender.soleTenant ? [unregistered] : [];
};

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
