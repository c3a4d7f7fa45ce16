import type { RecordedCall } from '../plan/planned-call.ts';
import { recordingFileName } from '../plan/recording-file-name.ts';
import { jsonId } from './number-id.ts';

/** One recording in a finished job's list. Durations are seconds. */
export const describeRecording = (call: RecordedCall, filesUrl: string): object => {
  const { recordingId, file } = call.recording;
  return {
    callId: call.callId,
    conversationId: call.callId,
    recordingId: jsonId(recordingId),
    fileName: recordingFileName(call),
    audioUrl: `${filesUrl}/${recordingId}`,
    duration: file.durationMs / 1_000,
    sizeBytes: file.sizeBytes,
    sha256: file.sha256,
    startedAt: new Date(call.startedAt).toISOString(),
    metadata: metadataOf(call),
  };
};

export const metadataOf = ({ recording: { file }, agentId, app }: RecordedCall): object => ({
  duration: file.durationMs / 1_000,
  channels: file.channels,
  sampleRate: file.sampleRateHz,
  format: file.container,
  agentId,
  queueName: app,
});
