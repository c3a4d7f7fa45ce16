import { isRecorded, type PlannedCall } from '../plan/planned-call.ts';
import { recordingFileName } from '../plan/recording-file-name.ts';

/** A call as OCP made it, to compare with its record and object. */
export const ledgerEntry = (call: PlannedCall): object => ({
  callId: call.callId,
  groupName: call.group.name,
  startedAt: new Date(call.startedAt).toISOString(),
  endedAt: new Date(call.endedAt).toISOString(),
  channel: call.channel,
  hasAudio: isRecorded(call),
  ...(isRecorded(call) && {
    pushFate: call.recording.pushFate,
    sha256: call.recording.file.sha256,
    sizeBytes: call.recording.file.sizeBytes,
    fileName: recordingFileName(call),
  }),
});
