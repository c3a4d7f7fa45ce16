import { type CallKey, callTimeOf, recordListed, shifted } from '@recordings/call-record';
import type { ExportedJob, OcpRecording } from '@recordings/reconciliation';
import { makeChangeContext } from '../../change-context.ts';
import { findOwnGroup, type RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import { skipIfStuck } from '../../skip-if-stuck.ts';

const MINUTE_MS = 60_000;

/**
 * Records that this job lists the recording of a call that no window asked for.
 *
 * @returns whether it is to be downloaded from this job: it was reopened, or OCP had not had it when it was asked.
 */
export const proveCall = async (
  deps: Pick<RecoveryDeps, 'calls' | 'registry' | 'shardCount' | 'now' | 'note'>,
  { groupId, registered }: RecoveredGroup,
  { jobId: exportJobId, exportedAt }: ExportedJob,
  key: CallKey,
  { recordingId, sizeBytes, sha256, startedAt, ocpMetadata }: OcpRecording,
): Promise<boolean> => {
  const readableUntil = shifted(exportedAt, registered.exportConstraints.jobLifeMinutes * MINUTE_MS);
  const start = callTimeOf(Date.parse(startedAt ?? ''));
  const listed = {
    exportJobId,
    readableUntil,
    recordingId,
    sizeBytes,
    sha256,
    startedAt: start,
    ocpMetadata,
  };
  const was = await skipIfStuck(deps, { ...key, group: groupId, exportJobId }, () => {
    const context = makeChangeContext(deps, findOwnGroup(deps.registry, { ...key, groupId }));
    return deps.calls.change(key, recordListed(listed, undefined, context));
  });
  if (was === 'given up' || was === 'explained') {
    deps.note({ type: 'call_reopened', ...key, exportJobId, was });
    return true;
  }
  return was === 'proved';
};
