import type { Timestamp } from '@recordings/call-record';
import {
  type ExportPlan,
  type ExportSlot,
  intendExport,
  isPlanSettled,
  MAX_WINDOWS_OF_A_JOB,
  nextExportJob,
  WORKFLOW_SCHEMA_VERSION,
} from '@recordings/reconciliation';
import type { Known } from '../change-item.ts';
import { exportPolicyOf, type RecoveredGroup } from '../recovered-group.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { untilMs } from '../until-ms.ts';
import { changeSlot } from './change-slot.ts';
import { type ExportRef, exportRefOf, type HeldSlot, holdsExport } from './export-ref.ts';
import { completeStep } from './move-export-job.ts';
import { giveBackPermit, reserveCreate } from './reserve-create.ts';
import type { ExportStep } from './write-next-job.ts';

/**
 * Takes a free slot for a plan of one tenant and asks OCP for its job. The plan may come from an old read, so the windows are read
 * again once the slot is taken. Windows that were served meanwhile are not exported again. Nor is a range that has not ended by a
 * clock that the answers of AWS corrected meanwhile.
 *
 * @returns whether the slot is free again.
 */
export const startExport = async (
  deps: RecoveryDeps,
  group: RecoveredGroup,
  slotId: string,
  plan: ExportPlan,
  known: Known<ExportSlot>,
): Promise<boolean> => {
  const ref = exportRefOf(group, slotId, deps.makeId());
  const reserved = await reserveCreate(deps, ref);
  if (reserved.kind === 'put-off') return false;
  const now = deps.now();
  const intent = intendExport(ref.exportId, plan, now);
  // The same write announces the create, so that no other worker sends the POST meanwhile.
  const policy = exportPolicyOf(deps, ref.constraints);
  const { job, commands } = nextExportJob(intent, { type: 'nudged' }, now, policy);
  const slot = await takeSlot(deps, ref, job, known);
  if (!slot) {
    giveBackPermit(deps, ref, reserved.permit);
    return false;
  }
  const step: ExportStep = { slot, commands };
  const waited = await findWaiting(deps, group, plan);
  const isDue = waited !== undefined && isPlanSettled(plan, ref.constraints, deps.now());
  if (!isDue && (await giveBack(deps, ref, slot))) {
    giveBackPermit(deps, ref, reserved.permit);
    return true;
  }
  if (plan.reconciliationIds.length >= MAX_WINDOWS_OF_A_JOB) noteFull(deps, ref);
  if (waited)
    deps.note({ type: 'export_slot_taken', ...aboutOf(ref), waitedMs: -untilMs(waited.since, now) });
  return completeStep(deps, ref, step, reserved.permit);
};

/** @returns undefined if the slot is taken, or was taken since it was read. */
export const takeSlot = (
  deps: Pick<RecoveryDeps, 'exportGroups'>,
  ref: ExportRef,
  job: HeldSlot['job'],
  known: Known<ExportSlot>,
): Promise<HeldSlot | undefined> => {
  const { slotId } = ref;
  return changeSlot<HeldSlot | undefined>(
    deps,
    ref,
    (slot) => {
      // The plan is for the turn that was read. Another worker has ended that turn.
      if (slot?.job || slot?.revision !== known.item?.revision) return { result: undefined };
      const version = job.orchestrator && { schemaVersion: WORKFLOW_SCHEMA_VERSION };
      const next = { ...slot, ...version, slotId, job, revision: (slot?.revision ?? 0) + 1 };
      return { next, result: next };
    },
    known,
  );
};

const noteFull = ({ note }: Pick<RecoveryDeps, 'note'>, { group }: ExportRef): void =>
  note({ type: 'limit_reached', limit: 'windows of a job', tenantId: group.tenantId, group: group.groupId });

const aboutOf = ({ group, exportId }: ExportRef) => ({
  tenantId: group.tenantId,
  group: group.groupId,
  exportId,
});

/** @returns since when the first of the windows waits, or undefined if not all of them still wait. */
const findWaiting = async (
  { exportGroups }: Pick<RecoveryDeps, 'exportGroups'>,
  { slotKey }: RecoveredGroup,
  { reconciliationIds }: ExportPlan,
): Promise<{ readonly since: Timestamp } | undefined> => {
  const { windows } = await exportGroups.read(slotKey);
  const waiting = new Map(
    windows.map(({ reconciliationId, waitingSince }) => [reconciliationId, waitingSince]),
  );
  const since = reconciliationIds.flatMap((id) => waiting.get(id) ?? []).sort();
  const [first] = since;
  return first !== undefined && since.length === reconciliationIds.length ? { since: first } : undefined;
};

/** Empties the slot again, unless another worker has moved its job meanwhile. @returns whether it did. */
const giveBack = (
  deps: Pick<RecoveryDeps, 'exportGroups'>,
  ref: ExportRef,
  known: HeldSlot,
): Promise<boolean> =>
  changeSlot(
    deps,
    ref,
    (slot) => {
      if (!holdsExport(slot, ref.exportId)) return { result: false };
      const { job, ...empty } = slot;
      const isUntouched = job.phase === 'intended' && job.posts === 1;
      if (!isUntouched) return { result: false };
      return { next: { ...empty, revision: slot.revision + 1 }, result: true };
    },
    { item: known },
  );
