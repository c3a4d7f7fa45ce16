import {
  type CallId,
  callTimeOf,
  closedUntil,
  HOUR_MS,
  hourOf,
  shifted,
  type Timestamp,
} from '@recordings/call-record';
import type { ExportedJob, OcpRecording } from '@recordings/reconciliation';
import type { RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import { listPossibleTenants } from './find-owners.ts';
import { keptSinceOf } from './kept-since.ts';
import type { Listing } from './read-listing.ts';

/** OCP may select calls by their end. A call that starts in an hour and lasts longer is not covered for certain. */
const ASSUMED_LONGEST_CALL_MS = 4 * HOUR_MS;
const MINUTE_MS = 60_000;

/**
 * Stores which hours of the group a trusted listing confirms, once every recording of the listing has a call record. If that
 * fails, it is reported, and the hours stay unconfirmed: the recovery of calls does not depend on it.
 *
 * @param isRequested whether a window asked for the call, so that the call has a record.
 */
export const confirmHours = async (
  deps: Pick<RecoveryDeps, 'hourCounts' | 'registry' | 'ocpHost' | 'now' | 'note'>,
  group: RecoveredGroup,
  job: ExportedJob,
  listing: Listing,
  isRequested: (callId: CallId) => boolean,
): Promise<void> => {
  // The listing of a group that tenants share does not say whose calls it names.
  if (listPossibleTenants(deps, group).length > 1) return;
  // OCP knows these calls, and those without a record are in no count.
  if ([...listing.errors.keys()].some((callId) => !isRequested(callId))) return;
  const { tenantId, groupId } = group;
  try {
    for (const hour of listCoveredHours(job, group, keptSinceOf(deps, group.registered))) {
      const listed = countListed(listing, hour);
      await deps.hourCounts.confirm({ tenantId, groupId, hour, listed, exportJobId: job.jobId });
    }
  } catch (err) {
    deps.note({ type: 'hours_not_confirmed', exportJobId: job.jobId, tenantId, group: groupId, err });
  }
};

/** Whole hours that were closed when the job was made, and whose calls the job selected and OCP still keeps for certain. */
const listCoveredHours = (
  { fromDate, toDate, createdAt }: ExportedJob,
  { registered }: RecoveredGroup,
  keptSince: Timestamp,
): Timestamp[] => {
  const { selectsBy, settleMinutes } = registered.exportConstraints;
  const coveredUntil = selectsBy === 'start' ? toDate : shifted(toDate, -ASSUMED_LONGEST_CALL_MS);
  const settledUntil = shifted(createdAt, -settleMinutes * MINUTE_MS);
  const end = [coveredUntil, settledUntil, closedUntil(createdAt)].reduce((a, b) => (a < b ? a : b));
  const from = fromDate > keptSince ? fromDate : keptSince;
  const hours: Timestamp[] = [];
  for (
    let hour = hourOf(shifted(from, HOUR_MS - 1));
    shifted(hour, HOUR_MS) <= end;
    hour = shifted(hour, HOUR_MS)
  )
    hours.push(hour);
  return hours;
};

const countListed = ({ recordings }: Listing, hour: Timestamp): number =>
  [...recordings.values()].filter(([first]) => startHourOf(first) === hour).length;

const startHourOf = (recording: OcpRecording | undefined): Timestamp | undefined => {
  const start = callTimeOf(Date.parse(recording?.startedAt ?? ''));
  return start === undefined ? undefined : hourOf(start);
};
