import type { AudioFile } from '../src/audio-library/audio-file.ts';
import { isRecorded, type PlannedCall, type PushFate, type RecordedCall } from '../src/plan/planned-call.ts';

/** Noon of the day of all tests, a whole hour. */
export const NOON = Date.UTC(2026, 4, 12, 12);
export const HOUR_MS = 3_600_000;
export const MINUTE_MS = 60_000;

export const audioFile: AudioFile = {
  path: '/nowhere/hello.wav',
  container: 'wav',
  sha256: 'ab'.repeat(32),
  sizeBytes: 16_044,
  durationMs: 1_000,
  channels: 1,
  sampleRateHz: 8_000,
};

/** A chat: a call without audio. */
export const makeChat = (ordinal: number, overrides: Partial<PlannedCall> = {}): PlannedCall => ({
  ordinal,
  callId: `call-${ordinal}`,
  group: { name: 'Sales', accountId: '101' },
  app: 'MainMenu',
  customerId: 'customer-100200',
  callerNumber: '+12025550123',
  agentId: 'agent-101',
  channel: 'chat',
  direction: 'inbound',
  startedAt: NOON,
  ivrEndedAt: NOON + 20_000,
  endedAt: NOON + 30_000,
  endType: 'FAR_HUP',
  vocabulary: 'spec',
  ...overrides,
});

/** A call with audio, 30 s long by default. */
export const makeCall = (
  ordinal: number,
  {
    pushFate = 'delivered',
    file = audioFile,
    startedAt = NOON,
    ...overrides
  }: Partial<PlannedCall> & { pushFate?: PushFate; file?: AudioFile } = {},
): RecordedCall => {
  const call = makeChat(ordinal, {
    channel: 'voice',
    startedAt,
    ivrEndedAt: startedAt + 20_000,
    endedAt: startedAt + 30_000,
    ...overrides,
    recording: { recordingId: `recording-${ordinal}`, file, pushFate },
  });
  if (!isRecorded(call)) throw new Error('makeCall made a call without a recording');
  return call;
};
