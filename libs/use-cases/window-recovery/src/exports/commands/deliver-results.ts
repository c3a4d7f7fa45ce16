import { type CallId, callTimeOf, type ReconciliationId } from '@recordings/call-record';
import { faultOf } from '@recordings/fault';
import {
  coversWindow,
  type ExportedEvent,
  type ExportedJob,
  type ExportedRecording,
  type ExportJobEvent,
  type ListingVerdict,
  OcpCredentialsError,
  OcpPausedError,
  type OcpRecording,
  OcpThrottledError,
  PRIORITY_RANK,
  type Priority,
  type Reconciliation,
} from '@recordings/reconciliation';
import { moveEach } from '../../reconciliations/move-each.ts';
import type { RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import { addJobMetadata } from '../delivery/add-job-metadata.ts';
import { confirmHours } from '../delivery/confirm-hours.ts';
import { endSweeps } from '../delivery/end-sweeps.ts';
import { judgeOnce } from '../delivery/judge-once.ts';
import {
  DeliveryTakenOverError,
  type KeepDelivering,
  makeKeepDelivering,
} from '../delivery/keep-delivering.ts';
import { matchByName } from '../delivery/match-by-name.ts';
import { noteUnrequested } from '../delivery/note-unrequested.ts';
import { type Listing, readListing } from '../delivery/read-listing.ts';
import { recordCdrs } from '../delivery/record-cdrs.ts';
import { recoverFound } from '../delivery/recover-found.ts';
import { replaceDailyAsks } from '../delivery/replace-daily-asks.ts';
import type { ExportRef } from '../export-ref.ts';

/**
 * Sends the recordings of a finished job to the reconciliations that asked for them. Any other recording is counted. It
 * reopens its call if that was given up or explained, and a reopened call is downloaded too. A call without a record
 * gets one. If the job is that of a sweep, its CDRs are recorded too, and each call that is not stored is downloaded.
 *
 * @returns undefined if another worker has taken over the delivery.
 */
export const deliverResults = async (
  deps: RecoveryDeps,
  ref: ExportRef,
  job: ExportedJob,
): Promise<ExportJobEvent | undefined> => {
  try {
    await deliver(deps, ref, job, makeKeepDelivering(deps, ref, job));
    return { type: 'delivered' };
  } catch (error) {
    if (error instanceof DeliveryTakenOverError) return undefined;
    if (error instanceof OcpCredentialsError || error instanceof OcpPausedError) {
      const { message, heldMs: waitMs = deps.retryRule.firstFaultDelayMs } = error;
      deps.note({ type: 'export_results_refused', exportJobId: job.jobId, waitMs, err: error });
      return { type: 'results-refused', waitMs, message };
    }
    if (error instanceof OcpThrottledError) {
      const { askedMs } = error;
      deps.note({ type: 'export_results_throttled', exportJobId: job.jobId, err: error });
      return { type: 'results-throttled', ...(askedMs !== undefined && { askedMs }) };
    }
    if (faultOf(error) !== 'permanent') throw error;
    deps.note({ type: 'export_results_gone', exportJobId: job.jobId, err: error });
    return { type: 'results-gone', message: error instanceof Error ? error.message : String(error) };
  }
};

const deliver = async (
  deps: RecoveryDeps,
  ref: ExportRef,
  job: ExportedJob,
  keepDelivering: KeepDelivering,
): Promise<void> => {
  const { group } = ref;
  const listing = await readRecordings(deps, group, job, keepDelivering);
  const { stored, daily } = await findListable(deps, group, job, keepDelivering);
  const verdict = await judgeOnce(deps, ref, job, listing, stored);
  const ids = await findReceivers(deps, group, job);
  const event = exportedEventOf(group, job, listing, verdict);
  const receivers = await moveEach(deps, group.slotKey, ids, event, { before: keepDelivering });
  const sweeps = job.isAbandoned ? [] : receivers.filter(({ sweep, phase }) => sweep && phase !== 'closed');
  const isSwept = sweeps.length > 0;
  const cdrs = isSwept ? await recordCdrs(deps, group, job, keepDelivering) : undefined;
  const requested = listRequested(receivers, job);
  const unrequested = new Map([...listing.recordings].filter(([callId]) => !requested.has(callId)));
  const found = { recordings: unrequested, stored };
  const noted = await noteUnrequested(deps, group, job, found, keepDelivering);
  const priority = isSwept ? highestOf(sweeps) : 'normal';
  const callIds = isSwept ? noted.pending : noted.wanted;
  const { isLastChance } = noted;
  await recoverFound(deps, group, job, event, { callIds, isSwept, isLastChance, priority }, keepDelivering);
  if (event.verdict.kind === 'trusted') {
    const isNamed = (callId: CallId): boolean => listing.recordings.has(callId) || listing.errors.has(callId);
    const absent = new Map([...daily].filter(([callId]) => !requested.has(callId) && !isNamed(callId)));
    await replaceDailyAsks(deps, group, job, absent, keepDelivering);
    await confirmHours(deps, group, job, listing, (callId) => requested.has(callId));
  }
  if (cdrs) await endSweeps(deps, group, job, sweeps, { listing, verdict, stored, noted, cdrs });
  deps.note({
    type: 'export_delivered',
    exportJobId: job.jobId,
    tenantId: group.tenantId,
    group: group.groupId,
    recordings: listing.recordings.size,
    requested: requested.size,
  });
};

/** A window that closed before its job was delivered gets nothing from it: the listing proves its calls like all others. */
const listRequested = (receivers: readonly Reconciliation[], { jobId }: ExportedJob): ReadonlySet<string> =>
  new Set(
    receivers
      .filter((one) => one.phase !== 'closed' || one.exportJobId === jobId)
      .flatMap(({ calls }) => Object.keys(calls)),
  );

const highestOf = (sweeps: readonly Reconciliation[]): Priority =>
  sweeps
    .map(({ priority }) => priority)
    .reduce((highest, one) => (PRIORITY_RANK[one] < PRIORITY_RANK[highest] ? one : highest));

const findListable = (
  { findListableCalls, retryRule }: Pick<RecoveryDeps, 'findListableCalls' | 'retryRule'>,
  group: RecoveredGroup,
  job: ExportedJob,
  onPage: KeepDelivering,
) => findListableCalls(group, job, { promptAttempts: retryRule.maxAttempts, onPage });

const readRecordings = async (
  deps: RecoveryDeps,
  group: RecoveredGroup,
  { jobId, ocpMetadata }: ExportedJob,
  keepDelivering: KeepDelivering,
): Promise<Listing> => {
  const listing = await readListing(deps, group, jobId, keepDelivering);
  return addJobMetadata(await matchByName(deps, group, listing, keepDelivering), ocpMetadata);
};

const exportedEventOf = (
  { registered }: RecoveredGroup,
  job: ExportedJob,
  { recordings, errors }: Listing,
  verdict: ListingVerdict,
): ExportedEvent => ({
  type: 'exported',
  exportJobId: job.jobId,
  ...(job.sizeBytes !== undefined && { sizeBytes: job.sizeBytes }),
  ...(job.endedAt !== undefined && { endedAt: job.endedAt }),
  range: job,
  recordings: new Map([...recordings].map(([callId, some]) => [callId, exportedOf(callId, some)])),
  errors,
  constraints: registered.exportConstraints,
  // The windows that get an abandoned job's recordings began to wait after it was made.
  verdict: job.isAbandoned ? { kind: 'untrusted', reason: 'the job is older than the window' } : verdict,
});

const exportedOf = (callId: CallId, [first, ...more]: readonly OcpRecording[]): ExportedRecording => {
  const { recordingId, sizeBytes, sha256, conversationId, startedAt, ocpMetadata } = first!;
  const others = more.map((one) => ({
    recordingId: one.recordingId,
    sizeBytes: one.sizeBytes,
    sha256: one.sha256,
  }));
  const start = callTimeOf(Date.parse(startedAt ?? ''));
  const bytes = {
    recordingId,
    sizeBytes,
    sha256,
    conversationId,
    startedAt: start,
    ...(ocpMetadata && { ocpMetadata }),
  };
  return { callId, ...bytes, ...(others.length > 0 && { others }) };
};

/**
 * The reconciliations that asked for the job. Those of an abandoned job are closed, so its recordings go to the windows
 * of the same tenant that wait now and that the job covers.
 */
const findReceivers = async (
  { exportGroups }: Pick<RecoveryDeps, 'exportGroups'>,
  group: RecoveredGroup,
  job: ExportedJob,
): Promise<readonly ReconciliationId[]> => {
  if (!job.isAbandoned) return job.reconciliationIds;
  const { windows } = await exportGroups.read(group.slotKey);
  return windows
    .filter(({ tenantId }) => tenantId === group.tenantId)
    .filter((window) => coversWindow(job, window, group.registered.exportConstraints))
    .map(({ reconciliationId }) => reconciliationId);
};
