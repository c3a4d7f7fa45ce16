import type { CallId, TenantId } from '@recordings/call-record';

export type SharedId = { readonly callId: CallId; readonly tenantIds: readonly TenantId[] };

/** The ids that calls of several tenants have, with these tenants. */
export const findSharedIds = (
  calls: readonly { readonly callId: CallId; readonly tenantId: TenantId }[],
): SharedId[] => {
  const tenantsById = new Map<CallId, TenantId[]>();
  for (const { callId, tenantId } of calls) {
    const tenants = tenantsById.get(callId);
    if (!tenants) tenantsById.set(callId, [tenantId]);
    else if (!tenants.includes(tenantId)) tenants.push(tenantId);
  }
  return [...tenantsById]
    .filter(([, tenantIds]) => tenantIds.length > 1)
    .map(([callId, tenantIds]) => ({ callId, tenantIds: tenantIds.sort() }));
};
