import type { ExportedJob } from '@recordings/reconciliation';
import type { RecoveredGroup } from '../../recovered-group.ts';
import type { RecordedCdrs, RecoveryDeps } from '../../recovery-deps.ts';
import { listPossibleTenants } from './find-owners.ts';
import type { KeepDelivering } from './keep-delivering.ts';

/** What the CDRs of a job said. */
export type JobCdrs = RecordedCdrs & {
  /** Why they are incomplete; undefined if they are complete. */
  readonly incompleteBecause: string | undefined;
  readonly isCutOff: boolean;
};

/**
 * Records the CDRs of a job, as if OCP had pushed them. If tenants share the group, its CDRs do not say whose call they are
 * about, so they are not read.
 */
export const recordCdrs = async (
  deps: Pick<RecoveryDeps, 'ocpOf' | 'recordCdrs' | 'registry' | 'ocpHost' | 'signal' | 'note'>,
  group: RecoveredGroup,
  { jobId: exportJobId }: ExportedJob,
  keepDelivering: KeepDelivering,
): Promise<JobCdrs> => {
  let all: JobCdrs = { events: 0, recorded: 0, incompleteBecause: undefined, isCutOff: false };
  if (listPossibleTenants(deps, group).length > 1) return all;
  const { tenantId, groupId } = group;
  for await (const entry of deps.ocpOf(group.registered).jobCdrs(exportJobId, deps.signal)) {
    await keepDelivering();
    if (entry.kind === 'reading') continue;
    if (entry.kind === 'events') {
      const { events, recorded } = await deps.recordCdrs(tenantId, entry.body);
      all = { ...all, events: all.events + events, recorded: all.recorded + recorded };
      continue;
    }
    const { reason } = entry;
    deps.note({ type: 'cdrs_unreadable', exportJobId, tenantId, group: groupId, reason });
    const incompleteBecause = all.incompleteBecause ?? reason;
    all = { ...all, incompleteBecause, isCutOff: all.isCutOff || entry.kind === 'cut-off' };
  }
  return all;
};
