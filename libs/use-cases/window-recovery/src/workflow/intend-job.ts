import {
  intendExport,
  makeWaitingWindow,
  planNextTurn,
  type WaitingReconciliation,
} from '@recordings/reconciliation';
import { exportRefOf, type HeldSlot, holdsJob } from '../exports/export-ref.ts';
import { listFreeWindows } from '../exports/hold-back.ts';
import { takeSlot } from '../exports/start-export.ts';
import { findSharedGroup, type RecoveredGroup } from '../recovered-group.ts';
import { untilMs } from '../until-ms.ts';
import type { TaskAnswer, WorkflowDeps } from './task-answer.ts';

/** The jobs of the tenant fail again and again, or OCP refuses its credentials. */
const HELD_BACK_MS = 300_000;
/** Another worker has taken the slot at the same time. */
const TAKEN_MS = 1_000;

type Intended = { readonly slot: HeldSlot } | { readonly answer: Extract<TaskAnswer, { kind: 'later' }> };

/** The slot of a window with its job. A window without one gets an intent, under the same constraints as any other. */
export const intendJob = async (
  deps: WorkflowDeps,
  group: RecoveredGroup,
  reconciliation: WaitingReconciliation,
): Promise<Intended> => {
  const slotId = reconciliation.reconciliationId;
  const { slots } = await deps.exportGroups.read(group.slotKey);
  const item = slots.find((slot) => slot.slotId === slotId);
  if (holdsJob(item)) return { slot: item };
  const window = makeWaitingWindow(reconciliation);
  const shared = findSharedGroup(deps, group.groupId);
  if (!shared || listFreeWindows(deps, shared, slots, [window]).length === 0) return later(HELD_BACK_MS);
  const now = deps.now();
  const next = planNextTurn([window], item ?? {}, group.registered.exportConstraints, now, 0);
  if (next.kind !== 'ready') return later(next.kind === 'wait' ? untilMs(next.until, now) : TAKEN_MS);
  const plan = { ...next.plan, orchestrator: 'step-functions' as const };
  const job = intendExport(deps.makeId(), plan, now);
  const slot = await takeSlot(deps, exportRefOf(group, slotId, job.exportId), job, { item });
  return slot ? { slot } : later(TAKEN_MS);
};

const later = (delayMs: number): Intended => ({ answer: { kind: 'later', delayMs } });
