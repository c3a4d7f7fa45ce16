import type { CallRecord, Location, QuarantinedObject } from '../call-record.ts';
import type { CandidateRange } from '../candidate-ranges.ts';
import { mergeFacts } from '../cdr/cdr-facts.ts';
import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import { isLastChance } from '../deadline.ts';
import { hasProof, isExplained } from '../derive-reconciliation.ts';
import { deriveRecord } from '../derive-record.ts';
import { isGivenUp, isHeld, isHeldBy } from '../held.ts';
import type { ReconciliationId } from '../ids.ts';
import { isStartImpossible, isStartPossible } from '../impossible-start.ts';
import { findListedRange } from '../listed-range.ts';
import { isTombstone } from '../moves/tombstone.ts';
import type { OcpMetadata } from '../ocp-metadata.ts';
import { CALL_UNIDENTIFIED } from '../outcome-codes.ts';
import { resetAttempts } from '../reopen-record.ts';
import type { Timestamp } from '../timestamp.ts';

/** An entry of the listing of an export job. */
export type ListedRecording = {
  readonly exportJobId: string;
  /** OCP keeps the job, and so the recording, until then. */
  readonly readableUntil: Timestamp;
  readonly recordingId: string;
  readonly sizeBytes?: number;
  /** Lower-case hex. */
  readonly sha256?: string;
  /** As OCP reports it. */
  readonly startedAt?: Timestamp;
  /** The job exported this range, and so the call started or ended in it. */
  readonly range?: CandidateRange;
  readonly ocpMetadata?: OcpMetadata;
};

/**
 * - `given up`, `explained`: what the call was. It is pending again, and due.
 * - `proved`: OCP had answered that it does not have the recording, the last windows of the call failed before they got
 *   a listing, or OCP may delete it before another job lists it. The call is due.
 * - `known`: the call was pending, or its only proof are bytes that were rejected.
 */
export type ListedCall = 'known' | 'proved' | 'stored' | 'absent' | 'given up' | 'explained';

/**
 * Records that an export job lists the call's recording: proof that OCP has it. New proof gives the call all its
 * attempts again, and reopens a call that was given up or explained.
 *
 * The recording of a held call gets its place here, if its line of business is known: one write for both.
 *
 * @param holder the reconciliation that requested the call; undefined if none did. If it does not hold the call any more,
 * the listing proves its recording all the same. It holds a call again that was given up or explained meanwhile.
 */
export const recordListed =
  (
    reported: ListedRecording,
    holder: ReconciliationId | undefined,
    context: ChangeContext,
    locate?: (lineOfBusiness: string) => Location,
  ): Transition<ListedCall> =>
  (current) => {
    if (!current || isTombstone(current)) return { result: 'absent' };
    const listed = dropImpossibleStart(reported, context);
    if (current.s3Stored) return { result: 'stored' };
    const isNew = !(current.quarantined ?? []).some((one) => isSameRecording(one, listed));
    const was = describe(current);
    // If an event explained it or it was given up meanwhile, its reconciliation holds it again.
    const isRequested =
      holder !== undefined && (isHeldBy(current, holder) || (was !== 'known' && !isHeld(current)));
    if (current.outcome?.code === CALL_UNIDENTIFIED || (was === 'given up' && !isNew))
      return { result: 'known' };
    const isNeeded = current.reconciliationAttempts > 0 || isUnused(current, listed, context);
    const isProved = !isRequested && was === 'known' && isNew && isNeeded;
    if (!isRequested && was === 'known' && !isProved && !changesCall(current, listed))
      return changeTo(current, addProof(current, listed), 'exported', context, was);
    const proved = isNew ? resetAttempts(current) : current;
    const due = isProved && !isHeld(current) ? { ...proved, nextReconciliationAt: undefined } : proved;
    const listedCall = deriveRecord(addListing(due, listed), context);
    const after = isRequested ? beginRecovery(listedCall, listed, holder, locate) : listedCall;
    const what = was === 'known' ? 'exported' : 'reopened';
    return changeTo(current, after, what, context, isProved ? 'proved' : was);
  };

/** The range of the export says where the call is. A start that cannot be would only mislead. */
const dropImpossibleStart = (
  { startedAt, ...others }: ListedRecording,
  context: ChangeContext,
): ListedRecording => ({
  ...others,
  ...(startedAt !== undefined && isStartPossible(startedAt, context) && { startedAt }),
});

/** Whether the listing moves the deadline, or may tell the start, of a pending call that no window of the job asked for. */
const changesCall = (record: CallRecord, { readableUntil }: ListedRecording): boolean =>
  readableUntil > record.recoverableUntil || isStartImpossible(record.facts);

/** The call is not downloaded from this job. So only the proof counts, and the range if it is the shortest. */
const addProof = (record: CallRecord, listed: ListedRecording): CallRecord => {
  const listedRange = findListedRange(record, listed);
  return { ...record, ...(!hasProof(record) && { isListed: true }), ...(listedRange && { listedRange }) };
};

/**
 * The call waits for its next ask after a fault, or OCP may delete its recording before another job lists it. Of the jobs
 * that can be read, none was used for it. A file that fails again and again is so fetched at most once in the life of a
 * job, however many jobs list it.
 */
const isUnused = (record: CallRecord, { readableUntil }: ListedRecording, { now }: ChangeContext): boolean =>
  !isHeld(record) &&
  ((record.reconciliationFaults ?? 0) > 0 || isLastChance(record, readableUntil, now)) &&
  (record.fetchedUntil === undefined || record.fetchedUntil <= now);

const describe = (record: CallRecord): 'known' | 'given up' | 'explained' => {
  if (isGivenUp(record)) return 'given up';
  return isExplained(record) ? 'explained' : 'known';
};

/** Bytes of the same recording were rejected, and what the listing says of its bytes does not differ from them. */
const isSameRecording = (rejected: QuarantinedObject, listed: ListedRecording): boolean =>
  rejected.recordingId === listed.recordingId &&
  (listed.sizeBytes === undefined || listed.sizeBytes === rejected.sizeBytes) &&
  (listed.sha256 === undefined || listed.sha256 === rejected.sha256);

/** A downloader that finds a location writes the record only once, when the recording is stored. */
const beginRecovery = (
  record: CallRecord,
  { readableUntil }: ListedRecording,
  reconciliationId: ReconciliationId,
  locate: ((lineOfBusiness: string) => Location) | undefined,
): CallRecord => {
  const { lineOfBusiness, location } = record;
  const held: CallRecord = {
    ...record,
    reconciliationId,
    reconciliationStatus: 'in_progress',
    fetchedUntil: readableUntil,
  };
  if (location !== undefined || lineOfBusiness === undefined || !locate) return held;
  return { ...held, location: locate(lineOfBusiness), locationLineOfBusiness: lineOfBusiness };
};

const addListing = (record: CallRecord, listed: ListedRecording): CallRecord => {
  const { exportJobId, readableUntil, startedAt, ocpMetadata } = listed;
  const { listedUntil = readableUntil } = record;
  const isStartCorrected = startedAt !== undefined && isStartImpossible(record.facts);
  return {
    ...record,
    // OCP's own start says where the call is.
    listedRange: isStartCorrected ? undefined : findListedRange(record, listed),
    exportJobId,
    listedUntil: listedUntil > readableUntil ? listedUntil : readableUntil,
    ...(ocpMetadata && { ocpMetadata: { ...record.ocpMetadata, ...ocpMetadata } }),
    ...(isStartCorrected && {
      facts: { ...record.facts, discovered: mergeFacts(record.facts.discovered, { startedAt }) },
    }),
  };
};
