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
 * repeated uses the first verdict, so that every window of the job is decided by the same one.
 */
export const judgeOnce = async (
  deps: Pick<RecoveryDeps, 'exportGroups' | 'exportPolicy' | 'now' | 'note'>,
  ref: ExportRef,
  job: ExportedJob,
  listing: Listing,
  stored: ReadonlyMap<CallId, CallTime>,
): Promise<ListingVerdict> => {
  if (job.verdict) return job.verdict;
  const verdict = judge(deps, ref.group, job, listing, stored);
  const written = await changeSlot(deps, ref, (slot) => {
    if (!holdsExport(slot, ref.exportId) || slot.job.phase !== 'exported') return { result: verdict };
    if (slot.job.verdict) return { result: slot.job.verdict };
    const event = { type: 'listing-judged', verdict } as const;
    const { job: next } = nextExportJob(slot.job, event, deps.now(), exportPolicyOf(deps, ref.constraints));
    return { next: { ...slot, job: next, revision: slot.revision + 1 }, result: verdict };
  });
  if (written.kind !== 'trusted') {
    const { tenantId, groupId: group } = ref.group;
    deps.note({ type: 'listing_doubted', exportJobId: job.jobId, tenantId, group, ...written });
  }
  return written;
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
