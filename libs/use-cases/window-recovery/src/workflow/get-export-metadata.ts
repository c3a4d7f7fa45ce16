import type { Reconciliation } from '@recordings/reconciliation';
import type { MetadataOutput } from '@recordings/workflow';
import type { RecoveredGroup } from '../recovered-group.ts';
import type { TaskAnswer, WorkflowDeps } from './task-answer.ts';

/** Gives what OCP said with the status of the finished job. What it says of each recording is in the listing. */
export const getExportMetadata = async (
  deps: WorkflowDeps,
  group: RecoveredGroup,
  { reconciliationId }: Reconciliation,
): Promise<TaskAnswer> => {
  const slot = await deps.exportGroups.getSlot(group.slotKey, reconciliationId);
  const job = slot?.job;
  const output: MetadataOutput = { metadata: (job?.phase === 'exported' && job.ocpMetadata) || {} };
  return { kind: 'succeed', output };
};
