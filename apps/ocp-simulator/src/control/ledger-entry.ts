import { isRecorded, type PlannedCall } from '../plan/planned-call.ts';
import { recordingFileName } from '../plan/recording-file-name.ts';

/** The truth about a call, to compare with what has been made of it. */
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
