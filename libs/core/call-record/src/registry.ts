import type { PiiFields } from '@recordings/pii';
import { checkReferences } from './check-references.ts';
import type { ExportApi } from './export-api/export-api.ts';
import type { ExportConstraints } from './export-constraints.ts';
import type { GroupId, TenantId } from './ids.ts';
import { type Group, RegistryFile } from './registry-file.ts';
import { sayRegistryFaults } from './say-registry-faults.ts';

/** One OCP group, with its export profile. */
export type RegistryGroup = Group & {
  readonly exportConstraints: ExportConstraints;
  readonly exportApi: ExportApi;
  /** The registered group of that name, if it is of the same tenant. */
  findSibling(name: string | undefined): RegistryGroup | undefined;
};

type RegistryProfile = Pick<RegistryGroup, 'exportConstraints' | 'exportApi'> & {
  readonly name: string;
};

/** OCP group → tenant, line of business, what is recorded, how it is exported. */
export type Registry = {
  readonly tenants: readonly { readonly id: TenantId; readonly name: string }[];
  readonly linesOfBusiness: readonly string[];
  readonly groups: readonly RegistryGroup[];
  /** All of them, those that no group names too. */
  readonly exportProfiles: readonly RegistryProfile[];
  /** The policy for personal fields of calls whose group is not registered. */
  readonly pii: PiiFields;
  /**
   * Finds a group by its OCP group name. If several tenants share it, `tenantId` says which of them is meant.
   *
   * @returns undefined for an unregistered group, and for a shared group if `tenantId` is none of its tenants. Their
   * calls are kept and raise an alert; they are never refused.
   */
  findGroup(name: string | undefined, tenantId?: string): RegistryGroup | undefined;
};

/** @returns undefined if the registry does not have the group, or has it under another tenant. */
export const findOwnGroup = (
  { findGroup }: Pick<Registry, 'findGroup'>,
  { tenantId, groupId }: { readonly tenantId: TenantId; readonly groupId?: GroupId | undefined },
): RegistryGroup | undefined => {
  const group = findGroup(groupId, tenantId);
  return group?.tenant === tenantId ? group : undefined;
};

/**
 * @param value the parsed registry file.
 * @throws {Error} naming each wrong place and what is expected there. References are checked only when every place has
 * the right shape.
 */
export const parseRegistry = (value: unknown): Registry => {
  const parsed = RegistryFile.superRefine(checkReferences).safeParse(value);
  if (!parsed.success) throw new Error(`invalid registry\n${sayRegistryFaults(value, parsed.error)}`);
  const { exportProfiles, tenants, linesOfBusiness, pii } = parsed.data;
  const groups: RegistryGroup[] = parsed.data.groups.map((group) => ({
    ...group,
    pii: { ...pii, ...group.pii },
    exportConstraints: exportProfiles[group.exportProfile]!,
    exportApi: exportProfiles[group.exportProfile]!.api,
    findSibling: (name: string | undefined) => findOwned(name, group.tenant),
  }));
  const byName = Map.groupBy<string, RegistryGroup>(groups, ({ name }) => name);
  const findOwned = (name: string | undefined, tenantId: string | undefined): RegistryGroup | undefined =>
    byName.get(name ?? '')?.find(({ tenant }) => tenant === tenantId);
  return deepFreeze({
    tenants,
    linesOfBusiness: linesOfBusiness.map(({ id }) => id),
    groups,
    exportProfiles: Object.entries(exportProfiles).map(
      ([name, { api: exportApi, ...exportConstraints }]) => ({
        ...{ name, exportConstraints, exportApi },
      }),
    ),
    pii,
    findGroup: (name, tenantId) => {
      const owned = byName.get(name ?? '') ?? [];
      return owned.length > 1 ? findOwned(name, tenantId) : owned[0];
    },
  });
};

/** Requests and messages share a version of the registry: none of them may change it. */
const deepFreeze = <T extends object>(value: T): T => {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null && !Object.isFrozen(inner)) deepFreeze(inner);
  }
  return Object.freeze(value);
};

/** The line of business of an app of the group, by the group's rules; undefined without a group. */
export const lineOfBusinessOf = (
  group: RegistryGroup | undefined,
  app: string | undefined,
): string | undefined =>
  group &&
  (app !== undefined && Object.hasOwn(group.lineOfBusiness.byApp, app)
    ? group.lineOfBusiness.byApp[app]
    : group.lineOfBusiness.default);
