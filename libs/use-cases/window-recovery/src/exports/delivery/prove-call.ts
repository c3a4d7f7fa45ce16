import {
  type CallKey,
  callTimeOf,
  findOwnGroup,
  isLastChance,
  type ListedCall,
  recordListed,
  shifted,
  type Timestamp,
} from '@recordings/call-record';
import type { ExportedJob, OcpRecording } from '@recordings/reconciliation';
import { makeChangeContext } from '../../change-context.ts';
import { noteReopened } from '../../note-reopened.ts';
import type { RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import { skipIfStuck } from '../../skip-if-stuck.ts';

const MINUTE_MS = 60_000;

export type ProvedCall = {
  /** What the call was. */
  readonly was: ListedCall;
  /** When its record was made. */
  readonly createdAt: Timestamp | undefined;
  /** OCP may delete its recording before another job lists it. */
  readonly isLastChance: boolean;
  /** An earlier delivery of this job recorded its listing on the call. */
  readonly isRepeated: boolean;
};

/** OCP keeps the job, and so the recordings that it lists, until then. */
export const readableUntilOf = (
  { registered }: Pick<RecoveredGroup, 'registered'>,
  { exportedAt }: Pick<ExportedJob, 'exportedAt'>,
): Timestamp => shifted(exportedAt, registered.exportConstraints.jobLifeMinutes * MINUTE_MS);

/**
 * Records that this job lists the recording of a call that no window asked for.
 *
 * @returns undefined if its record can never be read or written.
 */
export const proveCall = async (
  deps: Pick<RecoveryDeps, 'calls' | 'registry' | 'shardCount' | 'now' | 'note'>,
  group: RecoveredGroup,
  job: ExportedJob,
  key: CallKey,
  { recordingId, sizeBytes, sha256, startedAt, ocpMetadata }: OcpRecording,
): Promise<ProvedCall | undefined> => {
  const { groupId } = group;
  const { jobId: exportJobId, fromDate, toDate } = job;
  const readableUntil = readableUntilOf(group, job);
  const start = callTimeOf(Date.parse(startedAt ?? ''));
  const listed = {
    exportJobId,
    readableUntil,
    recordingId,
    sizeBytes,
    sha256,
    startedAt: start,
    range: { from: fromDate, to: toDate },
    ocpMetadata,
  };
  const proved = await skipIfStuck(deps, { ...key, group: groupId, exportJobId }, () => {
    const context = makeChangeContext(deps, findOwnGroup(deps.registry, { ...key, groupId }));
    const record = recordListed(listed, undefined, context);
    return deps.calls.change(key, (current) => {
      const { result: was, ...change } = record(current);
      const isRepeated = current?.exportJobId === exportJobId;
      // An earlier delivery may have moved the deadline to the end of this job.
      const isLast = current !== undefined && isLastChance(current, shifted(readableUntil, 1), context.now);
      return { ...change, result: { was, createdAt: current?.createdAt, isLastChance: isLast, isRepeated } };
    });
  });
  noteReopened(deps, key, exportJobId, proved?.was);
  return proved;
};
