import type { RecordedCall } from '../plan/planned-call.ts';
import { recordingFileName } from '../plan/recording-file-name.ts';

/** One recording in a finished job's list. Durations are seconds. */
export const describeRecording = (call: RecordedCall, filesUrl: string): object => {
  const { recordingId, file } = call.recording;
  const duration = file.durationMs / 1_000;
  return {
    callId: call.callId,
    conversationId: call.callId,
    recordingId,
    fileName: recordingFileName(call),
    audioUrl: `${filesUrl}/${recordingId}`,
    duration,
    sizeBytes: file.sizeBytes,
    sha256: file.sha256,
    startedAt: new Date(call.startedAt).toISOString(),
    metadata: {
      duration,
      channels: file.channels,
      sampleRate: file.sampleRateHz,
      format: file.container,
      agentId: call.agentId,
      queueName: call.app,
    },
  };
};
