import { createHash } from 'node:crypto';
import { wavOf } from '@recordings/test-kit';

/** A recording as OCP has it. */
export type StoryRecording = {
  readonly recordingId: string;
  readonly bytes: Buffer;
  /** Lower-case hex. */
  readonly sha256: string;
};

/** How a call must end. `sha256s`: stored are bytes with one of these; bytes with another of them are in quarantine. */
export type Ending =
  | { readonly kind: 'stored'; readonly sha256s: readonly string[] }
  | { readonly kind: 'explained'; readonly codes: readonly string[] };

/** One call of a story. Times are epoch milliseconds. */
export type StoryCall = {
  readonly callId: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly channel: 'voice' | 'chat';
  /** Whether OCP sends its events. It sends no event of a call that only its listing names. */
  readonly sendsEvents: boolean;
  /** What OCP pushes. */
  readonly pushed?: StoryRecording;
  /** What export jobs list. */
  readonly listed: readonly StoryRecording[];
  readonly ending: Ending;
};

/** A few calls of one hour, of which no other story has one. */
export type Story = { readonly id: string; readonly calls: readonly StoryCall[] };

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** The youngest hour that is used: it has ended. */
const YOUNGEST_HOURS = 4;

/** @param nth stories of one lane have different numbers, from 0. The oldest hours are within OCP's retention up to 1,300. */
export const makeStory = (id: string, nth: number, now: number): Story => {
  const hourMs = (Math.floor(now / HOUR_MS) - YOUNGEST_HOURS - nth) * HOUR_MS;
  const recorded = (name: string, seed: number, sizeBytes = 16_044): StoryRecording =>
    recordingOf(`${id}-${name}`, wavOf(sizeBytes, seed + nth * 10));
  const lost = recorded('lost', 1);
  const large = recorded('large', 2, 100_044);
  const [one, two] = [recorded('one', 3), recorded('two', 4)];
  const found = recorded('found', 5);
  const pushed = recorded('pushed', 6);
  const pushedLarge = recorded('pushed-large', 7, 100_044);
  const cut = recordingOf(`${id}-cut`, recorded('cut', 8).bytes.subarray(0, 4_000));
  const call = (name: string, atMinute: number, rest: Pick<StoryCall, 'ending'> & Partial<StoryCall>) => ({
    callId: `${id}-${name}`,
    startMs: hourMs + atMinute * MINUTE_MS,
    endMs: hourMs + (atMinute + 2) * MINUTE_MS,
    channel: 'voice' as const,
    sendsEvents: true,
    listed: [],
    ...rest,
  });
  return {
    id,
    calls: [
      call('lost', 5, { listed: [lost], ending: storedAs(lost) }),
      call('large', 10, { listed: [large], ending: storedAs(large) }),
      call('two', 15, { listed: [one, two], ending: storedAs(one, two) }),
      call('absent', 20, { ending: { kind: 'explained', codes: ['NOT_FOUND'] } }),
      call('cut', 25, { listed: [cut], ending: { kind: 'explained', codes: ['TRUNCATED'] } }),
      call('found', 30, { sendsEvents: false, listed: [found], ending: storedAs(found) }),
      call('pushed', 35, { pushed, listed: [pushed], ending: storedAs(pushed) }),
      call('pushed-large', 40, { pushed: pushedLarge, listed: [pushedLarge], ending: storedAs(pushedLarge) }),
      call('chat', 45, { channel: 'chat', ending: { kind: 'explained', codes: ['NO_AUDIO_EXPECTED'] } }),
    ],
  };
};

const recordingOf = (recordingId: string, bytes: Buffer): StoryRecording => ({
  recordingId,
  bytes,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

const storedAs = (...recordings: readonly StoryRecording[]): Ending => ({
  kind: 'stored',
  sha256s: recordings.map(({ sha256 }) => sha256),
});
