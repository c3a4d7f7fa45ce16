import { isRecorded, type PlannedCall } from '../plan/planned-call.ts';
import { recordingFileName } from '../plan/recording-file-name.ts';
import type { Player } from '../push/make-player.ts';

/** A call as OCP made it, to compare with its record and object. */
export const ledgerEntry = (call: PlannedCall, fateOf: Player['fateOf']): object => ({
  callId: call.callId,
  groupName: call.group.name,
  startedAt: new Date(call.startedAt).toISOString(),
  endedAt: new Date(call.endedAt).toISOString(),
  channel: call.channel,
  hasAudio: isRecorded(call),
  ...(isRecorded(call) && {
    pushFate: fateOf(call),
    sha256: call.recording.file.sha256,
    sizeBytes: call.recording.file.sizeBytes,
    fileName: recordingFileName(call),
  }),
});
