import type { CallId } from '@recordings/call-record';
import {
  type CallTime,
  type ExportedJob,
  judgeSweep,
  type ListingVerdict,
  listCoveredCalls,
  type Reconciliation,
} from '@recordings/reconciliation';
import { type MoveDeps, moveEach } from '../../reconciliations/move-each.ts';
import type { RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import { keptSinceOf } from './kept-since.ts';
import type { NotedRecordings } from './note-unrequested.ts';
import type { Listing } from './read-listing.ts';
import type { JobCdrs } from './record-cdrs.ts';

/** Calls that the log and the result name one by one. */
const MAX_NAMED = 100;

/** What the job of a sweep said, and what we had of it. */
export type SweptJob = {
  readonly listing: Listing;
  readonly verdict: ListingVerdict;
  readonly stored: ReadonlyMap<CallId, CallTime>;
  readonly noted: NotedRecordings;
  readonly cdrs: JobCdrs;
};

/** Closes the sweeps of a job: all that the job says of their ranges has been recorded. */
export const endSweeps = async (
  deps: MoveDeps & Pick<RecoveryDeps, 'note'>,
  group: RecoveredGroup,
  job: ExportedJob,
  sweeps: readonly Reconciliation[],
  { listing, verdict, stored, noted, cdrs }: SweptJob,
): Promise<void> => {
  const listed = [...listing.recordings.keys()];
  const lacking = findNotListed(deps, group, job, listing, stored);
  const notListed = verdict.kind === 'trusted' ? lacking : [];
  const { tenantId, groupId } = group;
  const about = { tenantId, group: groupId, exportJobId: job.jobId };
  const named = notListed.slice(0, MAX_NAMED);
  for (const callId of named) deps.note({ type: 'stored_call_not_listed', ...about, callId });
  const counts = {
    listed: listed.length,
    stored: listed.filter((callId) => stored.has(callId)).length,
    created: noted.created,
    reopened: noted.reopened,
    notListed: notListed.length,
    ...(named.length > 0 && { notListedCalls: named }),
    cdrEvents: cdrs.events,
    newCdrEvents: cdrs.recorded,
  };
  const { result, reason } = judgeSweep({
    ...{ verdict, counts, lacksStored: lacking.length > 0 },
    ...{ cdrsIncompleteBecause: cdrs.incompleteBecause, areCdrsCutOff: cdrs.isCutOff },
    ...{ areCdrsExpected: cdrs.areExpected, cdrCalls: [...cdrs.calls.values()] },
  });
  const ids = sweeps.map(({ reconciliationId }) => reconciliationId);
  const swept = { type: 'swept', exportJobId: job.jobId, result, reason } as const;
  const { notListedCalls: _, ...figures } = result;
  for (const { fromDate, toDate } of await moveEach(deps, group.slotKey, ids, swept)) {
    const type = result.isDone ? 'range_swept' : 'range_not_swept';
    deps.note({ type, ...about, fromDate, toDate, reason, ...figures });
  }
};

/** OCP does not list their recordings, and we have them. They are reported, and stay as they are. */
const findNotListed = (
  deps: Pick<RecoveryDeps, 'now'>,
  { registered }: RecoveredGroup,
  job: ExportedJob,
  { recordings, errors }: Listing,
  stored: ReadonlyMap<CallId, CallTime>,
): CallId[] => {
  const keptSince = keptSinceOf(deps, registered);
  const covered = listCoveredCalls(job, stored, registered.exportConstraints, keptSince);
  return [...covered].filter((callId) => !recordings.has(callId) && !errors.has(callId));
};
