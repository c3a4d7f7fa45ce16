import type { CallId } from '@recordings/call-record';
import {
  type CallTime,
  type ExportedJob,
  judgeListing,
  type ListingVerdict,
  listCoveredCalls,
  nextExportJob,
} from '@recordings/reconciliation';
import { exportPolicyOf, type RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import { changeSlot } from '../change-slot.ts';
import { type ExportRef, holdsExport } from '../export-ref.ts';
import { keptSinceOf } from './kept-since.ts';
import type { Listing } from './read-listing.ts';

/**
 * Judges the listing of a job, and writes the verdict on the job before any recording is delivered. A delivery that is
 * repeated uses the first verdict, so that every window of the job is decided by the same one. But absence from a
 * reading that is incomplete proves nothing, whatever the first one was.
 */
export const judgeOnce = async (
  deps: Pick<RecoveryDeps, 'exportGroups' | 'exportPolicy' | 'now' | 'note'>,
  ref: ExportRef,
  job: ExportedJob,
  listing: Listing,
  stored: ReadonlyMap<CallId, CallTime>,
): Promise<ListingVerdict> => {
  if (job.verdict) {
    return listing.incompleteBecause === undefined
      ? job.verdict
      : noteDoubt(deps, ref, job, judge(deps, ref.group, job, listing, stored));
  }
  const verdict = judge(deps, ref.group, job, listing, stored);
  const written = await changeSlot(deps, ref, (slot) => {
    if (!holdsExport(slot, ref.exportId) || slot.job.phase !== 'exported') return { result: verdict };
    if (slot.job.verdict) return { result: slot.job.verdict };
    const event = { type: 'listing-judged', verdict } as const;
    const { job: next } = nextExportJob(slot.job, event, deps.now(), exportPolicyOf(deps, ref.constraints));
    return { next: { ...slot, job: next, revision: slot.revision + 1 }, result: verdict };
  });
  return noteDoubt(deps, ref, job, written);
};

const noteDoubt = (
  { note }: Pick<RecoveryDeps, 'note'>,
  { group: { tenantId, groupId: group } }: ExportRef,
  { jobId: exportJobId }: ExportedJob,
  verdict: ListingVerdict,
): ListingVerdict => {
  if (verdict.kind !== 'trusted') note({ type: 'listing_doubted', exportJobId, tenantId, group, ...verdict });
  return verdict;
};

const judge = (
  deps: Pick<RecoveryDeps, 'now'>,
  { registered }: RecoveredGroup,
  job: ExportedJob,
  { recordings, incompleteBecause = job.doubt, isCutOff }: Listing,
  stored: ReadonlyMap<CallId, CallTime>,
): ListingVerdict => {
  const keptSince = keptSinceOf(deps, registered);
  return judgeListing({
    listed: new Set(recordings.keys()),
    stored: listCoveredCalls(job, stored, registered.exportConstraints, keptSince),
    ...(incompleteBecause !== undefined && { incompleteBecause }),
    ...(isCutOff !== undefined && { isCutOff }),
  });
};
