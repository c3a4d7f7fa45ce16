import { type CallId, type TenantId, UNKNOWN_TENANT } from '@recordings/call-record';
import { findSharedGroup, type RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';

/** Calls that are looked up at once. The delivery shows that it is alive between two look-ups. */
export const MAX_LOOK_UP = 100;

/** The tenants under which a call of the group may have a record. */
export const listPossibleTenants = (
  deps: Pick<RecoveryDeps, 'registry' | 'ocpHost'>,
  { tenantId, groupId }: RecoveredGroup,
): TenantId[] => {
  const tenants = [...(findSharedGroup(deps, groupId)?.tenants.keys() ?? [])];
  return tenants.length > 1 ? [...tenants, UNKNOWN_TENANT] : [tenantId];
};

/** The tenant that has a record of the call, for each call that has one. */
export const findOwners = async (
  { findExistingCalls }: Pick<RecoveryDeps, 'findExistingCalls'>,
  tenantIds: readonly TenantId[],
  callIds: readonly CallId[],
): Promise<ReadonlyMap<CallId, TenantId>> => {
  const found = await Promise.all(tenantIds.map((tenantId) => findExistingCalls(tenantId, callIds)));
  const owners = found.flatMap((ids, at) => [...ids].map((id) => [id, tenantIds[at]!] as const));
  // If several tenants have one, the first tenant of the registry wins.
  return new Map(owners.reverse());
};
