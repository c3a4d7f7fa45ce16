import { CallId } from '@recordings/call-record';
import type { OcpRecording } from '@recordings/reconciliation';
import type { RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import type { KeepDelivering } from './keep-delivering.ts';

/** The longest valid id. OCP's own may be of any length. */
const MAX_LOGGED_CHARACTERS = 256;

/**
 * Reads the listing of a finished job, to its last page. If a call is listed more than once, the first recording is
 * used, so that every repetition downloads the same one. Entries that are left out are reported.
 */
export const readListing = async (
  { ocpOf, note, signal }: Pick<RecoveryDeps, 'ocpOf' | 'note' | 'signal'>,
  group: RecoveredGroup,
  exportJobId: string,
  keepDelivering: KeepDelivering,
): Promise<ReadonlyMap<CallId, OcpRecording>> => {
  const listed = new Map<CallId, OcpRecording>();
  const about = { exportJobId, tenantId: group.tenantId, group: group.groupId };
  for await (const recording of ocpOf(group.registered).jobRecordings(exportJobId, signal)) {
    await keepDelivering();
    const callId = CallId.safeParse(recording.callId).data;
    const first = callId && listed.get(callId);
    if (callId === undefined) {
      note({ type: 'listed_recording_unusable', ...about, ...loggedIds(recording) });
    } else if (first) {
      const firstRecordingId = loggedIds(first).recordingId;
      note({ type: 'recording_listed_twice', ...about, ...loggedIds(recording), firstRecordingId });
    } else {
      listed.set(callId, recording);
    }
  }
  return listed;
};

const loggedIds = ({ callId, recordingId }: OcpRecording) => ({
  callId: callId.slice(0, MAX_LOGGED_CHARACTERS),
  recordingId: recordingId.slice(0, MAX_LOGGED_CHARACTERS),
});
