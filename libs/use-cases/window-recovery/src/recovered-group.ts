import type { Registry, RegistryGroup } from '@recordings/call-record';
import type { ExportPolicy, GroupKey } from '@recordings/reconciliation';
import type { RecoveryDeps } from './recovery-deps.ts';

/** A group of the registry, with its key in the tables. */
export type RecoveredGroup = GroupKey & { readonly registered: RegistryGroup };

/** @returns undefined if the registry does not have the group, or has it under another tenant. */
export const findRecoveredGroup = (
  registry: Pick<Registry, 'findGroup'>,
  { tenantId, groupId }: GroupKey,
): RecoveredGroup | undefined => {
  const registered = registry.findGroup(groupId);
  return registered?.tenant === tenantId ? { tenantId, groupId, registered } : undefined;
};

export const exportPolicyOf = (
  { exportPolicy }: Pick<RecoveryDeps, 'exportPolicy'>,
  { registered }: RecoveredGroup,
): ExportPolicy => ({
  ...exportPolicy,
  jobLifeMs: registered.exportConstraints.jobLifeMinutes * 60_000,
});
