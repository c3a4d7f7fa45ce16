import type { AudioFile } from '../audio-library/audio-file.ts';
import type { EndType, PlannedCall } from './planned-call.ts';
import { makeRandom, type Random } from './random.ts';
import { uuidFrom } from './uuid-from.ts';

/** An OCP group and the apps that answer its calls. */
export type SimulatedGroup = {
  readonly name: string;
  readonly accountId: string;
  readonly apps: readonly string[];
  readonly isRecorded: boolean;
};

/** A call without its place in the day. */
export type DraftedCall = Omit<
  PlannedCall,
  'ordinal' | 'startedAt' | 'ivrEndedAt' | 'endedAt' | 'recording'
> & {
  /** From 0; calls with audio come first. */
  readonly number: number;
  readonly durationMs: number;
  /** From the start of the call to its end in the IVR. */
  readonly ivrMs: number;
  readonly file?: AudioFile;
};

const endTypes: readonly EndType[] = ['FAR_HUP', 'NEAR_HUP', 'TRANSFER', 'NORMAL'];
/** One OCP conversation in this many has a second dialog. */
const SIDE_DIALOG_EVERY = 5;

/** Makes the function that drafts the call of a number: all but its place in the day. */
export const makeCallDrafter = (seed: number, spanMs: number, idSeed: string | number = seed) => {
  const random = makeRandom(seed, 'calls');
  return (number: number, group: SimulatedGroup, file: AudioFile | undefined): DraftedCall => {
    const durationMs = file ? file.durationMs + random.integer(1_500, 6_000) : chatMs(random, spanMs);
    if (durationMs > spanMs)
      throw new RangeError(`a call of ${durationMs} ms does not fit into a span of ${spanMs} ms`);
    const vocabulary = random.pick(['spec', 'ocp'] as const);
    return {
      number,
      callId: uuidFrom(idSeed, 'call', number),
      group: { name: group.name, accountId: group.accountId },
      app: random.pick(group.apps),
      customerId: `customer-${random.integer(100_000, 999_999)}`,
      callerNumber: `+1202555${String(random.integer(100, 199)).padStart(4, '0')}`,
      agentId: `agent-${random.integer(100, 199)}`,
      channel: file ? 'voice' : 'chat',
      direction: random.fraction() < 0.9 ? 'inbound' : 'outbound',
      endType: random.pick(endTypes),
      vocabulary,
      durationMs,
      ivrMs: Math.floor(durationMs * (0.4 + 0.6 * random.fraction())),
      ...(vocabulary === 'ocp' &&
        random.integer(1, SIDE_DIALOG_EVERY) === 1 && {
          sideDialogId: uuidFrom(idSeed, 'side dialog', number),
        }),
      ...(file && { file }),
    };
  };
};

const chatMs = (random: Random, spanMs: number): number =>
  Math.min(random.integer(20_000, 240_000), Math.floor(spanMs / 2));
