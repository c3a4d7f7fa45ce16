import { makeProtect, type PiiFields, type Protect, strictestOf } from '@recordings/pii';
import { type TenantId, UNKNOWN_TENANT } from './ids.ts';
import type { Registry } from './registry.ts';

/**
 * Finds the policy of a group, and applies it.
 *
 * @param groupName as a sender wrote it. If it is absent or not registered, the strictest policy of the tenant's groups
 * applies: the call may be of any of them.
 * @param tenantId of the sender, if it has one tenant only.
 */
export type ProtectGroup = (groupName: string | undefined, tenantId: TenantId | undefined) => Protect;

/** @param hashOf makes the keyed hash of a tenant. */
export const makeProtectGroup = (
  registry: Pick<Registry, 'findGroup' | 'groups' | 'pii'>,
  hashOf: (tenantId: string) => (value: string) => string,
): ProtectGroup => {
  const known = new Map<unknown, Protect>();
  const protectBy = (policy: unknown, fields: () => PiiFields, tenantId: string): Protect => {
    const made = known.get(policy) ?? makeProtect({ fields: fields(), hash: hashOf(tenantId) });
    known.set(policy, made);
    return made;
  };
  return (groupName, tenantId) => {
    const group = registry.findGroup(groupName, tenantId);
    if (group) return protectBy(group, () => group.pii, group.tenant);
    const fieldsOfTenant = (): PiiFields => {
      const groups = registry.groups.filter(({ tenant }) => tenantId === undefined || tenant === tenantId);
      return strictestOf([registry.pii, ...groups.map(({ pii }) => pii)]);
    };
    return protectBy(tenantId, fieldsOfTenant, tenantId ?? UNKNOWN_TENANT);
  };
};
