import { createHash, randomUUID } from 'node:crypto';
import { wavOf } from '@recordings/test-kit';

/** A recording that some calls share. */
export type SentRecording = { readonly bytes: Uint8Array<ArrayBuffer>; readonly sha256: string };

/** A call that ended a minute ago. */
export type LoadCall = {
  readonly callId: string;
  readonly events: readonly object[];
  readonly recording: SentRecording;
};

const SHORTEST_WAV_BYTES = 1_044;
const MINUTE_MS = 60_000;
const EVENT_TYPES = ['CDR_START', 'IVR_END', 'CDR_END'] as const;
const STEP_MS = 20_000;

/** Recordings of this size with different contents. */
export const makeRecordings = (count: number, bytes: number): SentRecording[] =>
  Array.from({ length: count }, (_, at) => {
    const wav = new Uint8Array(wavOf(Math.max(SHORTEST_WAV_BYTES, bytes - (bytes % 2)), at + 1));
    return { bytes: wav, sha256: createHash('sha256').update(wav).digest('hex') };
  });

export const makeCall = (groupId: string, recording: SentRecording, nowMs: number): LoadCall => {
  const callId = randomUUID();
  const startMs = nowMs - 2 * MINUTE_MS;
  const events = EVENT_TYPES.map((eventType, at) => ({
    eventType,
    callId,
    groupId,
    timestamp: new Date(startMs + at * STEP_MS).toISOString(),
    channel: 'voice',
    ...(at > 0 && { durationMs: at * STEP_MS, exitStatus: 'completed' }),
  }));
  return { callId, events, recording };
};
