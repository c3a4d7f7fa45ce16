import { isRecorded, type PlannedCall, type RecordedCall } from '../plan/planned-call.ts';
import { recordingFileName } from '../plan/recording-file-name.ts';
import type { Player } from '../push/make-player.ts';

type Truth = {
  readonly fateOf: Player['fateOf'];
  /** The SHA-256 of other good recordings of the call. */
  readonly secondsOf: (call: RecordedCall) => readonly string[];
};

/** A call as OCP made it, to compare with its record and object. */
export const ledgerEntry = (call: PlannedCall, truth: Truth): object => ({
  callId: call.callId,
  groupName: call.group.name,
  startedAt: new Date(call.startedAt).toISOString(),
  endedAt: new Date(call.endedAt).toISOString(),
  channel: call.channel,
  hasAudio: isRecorded(call),
  ...(isRecorded(call) && recordingEntry(call, truth)),
});

const recordingEntry = (call: RecordedCall, { fateOf, secondsOf }: Truth): object => {
  const { sha256, sizeBytes } = call.recording.file;
  const secondSha256 = secondsOf(call);
  return {
    pushFate: fateOf(call),
    sha256,
    ...(secondSha256.length > 0 && { secondSha256 }),
    sizeBytes,
    fileName: recordingFileName(call),
  };
};
