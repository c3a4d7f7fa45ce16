import { findOwnGroup } from '@recordings/call-record';
import {
  type EndContext,
  type ExportGroup,
  type ExportJob,
  type ExportSlot,
  isPolled,
  judgeHold,
  shareAfter,
  type WaitingWindow,
} from '@recordings/reconciliation';
import type { SharedGroup } from '../recovered-group.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { changeSlot } from './change-slot.ts';
import { type HeldExport, SINGLE_SLOT } from './export-ref.ts';

type HoldDeps = Pick<RecoveryDeps, 'registry' | 'credentialsMark' | 'retryRule' | 'now'>;

/**
 * The windows that may be exported now. Those of a tenant whose jobs fail again and again wait; then one of its jobs is
 * tried. Where each window has a slot of its own, the hold of its tenant is on the slot `single`, which has no job there.
 */
export const listFreeWindows = (
  deps: Pick<HoldDeps, 'credentialsMark' | 'now'>,
  { tenants, constraints }: SharedGroup,
  slots: ExportGroup['slots'],
  windows: readonly WaitingWindow[],
): readonly WaitingWindow[] => {
  const shares = slots.find(({ slotId }) => slotId === SINGLE_SLOT)?.shares ?? {};
  const tried = new Set(slots.filter(decidesSoon).map(({ job }) => job?.tenantId));
  return windows.filter(({ tenantId }) => {
    const { registered } = tenants.get(tenantId)!;
    const verdict = judgeHold(shares[tenantId], deps.credentialsMark(registered), deps.now());
    if (verdict !== 'trial' || constraints.runningJobsPerGroup !== 'unbounded') return verdict !== 'held';
    if (tried.has(tenantId)) return false;
    tried.add(tenantId);
    return true;
  });
};

/** An abandoned job may hang for as long as OCP keeps it. */
const decidesSoon = ({ job }: ExportSlot): boolean =>
  job !== undefined && !(isPolled(job) && job.isAbandoned);

/** What the end of a job means for the next jobs of its tenant. */
export const endContextOf = (deps: HoldDeps, { group }: Pick<HeldExport, 'group'>): EndContext => {
  const registered = findOwnGroup(deps.registry, group);
  const credentials = registered ? deps.credentialsMark(registered) : '';
  return { now: deps.now(), rule: deps.retryRule, credentials };
};

/** Writes what the end of a job with a slot of its own means to the slot `single`. @returns that slot. */
export const shareHold = (
  deps: Pick<RecoveryDeps, 'exportGroups'>,
  { slotKey }: Pick<HeldExport, 'slotKey'>,
  job: ExportJob,
  context: EndContext,
): Promise<ExportSlot> =>
  changeSlot(deps, { slotKey, slotId: SINGLE_SLOT }, (slot = { slotId: SINGLE_SLOT, revision: 0 }) => {
    const known = slot.shares?.[job.tenantId];
    const share = shareAfter(known, job, context);
    if (share.heldUntil === known?.heldUntil && share.failures === known?.failures) return { result: slot };
    const next = {
      ...slot,
      shares: { ...slot.shares, [job.tenantId]: share },
      revision: slot.revision + 1,
    };
    return { next, result: next };
  });
