import {
  type ExportConstraints,
  findOwnGroup,
  type GroupId,
  type RegistryGroup,
  type TenantId,
} from '@recordings/call-record';
import type { ExportPolicy, GroupKey, SlotKey } from '@recordings/reconciliation';
import type { RecoveryDeps } from './recovery-deps.ts';

/** A group of the registry, with its keys in the tables. */
export type RecoveredGroup = GroupKey & { readonly registered: RegistryGroup; readonly slotKey: SlotKey };

/** An OCP group, with all tenants that have it. Its constraints are the same for each: the registry checks that. */
export type SharedGroup = {
  readonly slotKey: SlotKey;
  readonly constraints: ExportConstraints;
  readonly tenants: ReadonlyMap<TenantId, RecoveredGroup>;
};

/** @returns undefined if the registry does not have the group, or has it under another tenant. */
export const findRecoveredGroup = (
  { registry, ocpHost }: Pick<RecoveryDeps, 'registry' | 'ocpHost'>,
  { tenantId, groupId }: GroupKey,
): RecoveredGroup | undefined => {
  const registered = findOwnGroup(registry, { tenantId, groupId });
  return registered && { tenantId, groupId, registered, slotKey: { ocpHost, groupId } };
};

/** @returns undefined if the registry does not have the group. */
export const findSharedGroup = (
  { registry, ocpHost }: Pick<RecoveryDeps, 'registry' | 'ocpHost'>,
  groupId: GroupId,
): SharedGroup | undefined => {
  const slotKey = { ocpHost, groupId };
  const owned = registry.groups.filter(({ name }) => name === groupId);
  const [first] = owned;
  if (!first) return undefined;
  const tenants = owned.map((registered): [TenantId, RecoveredGroup] => {
    const tenantId = registered.tenant;
    return [tenantId, { tenantId, groupId, registered, slotKey }];
  });
  return { slotKey, constraints: first.exportConstraints, tenants: new Map(tenants) };
};

export const exportPolicyOf = (
  { exportPolicy }: Pick<RecoveryDeps, 'exportPolicy'>,
  { jobLifeMinutes }: Pick<ExportConstraints, 'jobLifeMinutes'>,
): ExportPolicy => ({ ...exportPolicy, jobLifeMs: jobLifeMinutes * 60_000 });
