import { CallId } from '@recordings/call-record';
import type { OcpRecording } from '@recordings/reconciliation';
import type { ReconciledGroup, RecoveryDeps } from '../recovery-deps.ts';

/** As long as a valid id can be; OCP's own may be of any length. */
const MAX_LOGGED_CHARACTERS = 256;

/**
 * Reads what a finished job lists, to its last page. Of several recordings of one call the first listed stands, so that
 * every repetition asks for the same one. What is left out is counted and logged.
 *
 * @param keepReading called again and again: throws if somebody else goes on with this.
 */
export const readListing = async (
  { ocpOf, note, signal }: Pick<RecoveryDeps, 'ocpOf' | 'note' | 'signal'>,
  group: ReconciledGroup,
  exportJobId: string,
  keepReading: () => Promise<void>,
): Promise<ReadonlyMap<CallId, OcpRecording>> => {
  const listed = new Map<CallId, OcpRecording>();
  const about = { exportJobId, group: group.groupId };
  for await (const recording of ocpOf(group.registered).jobRecordings(exportJobId, signal)) {
    await keepReading();
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
