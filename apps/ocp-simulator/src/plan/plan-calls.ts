import type { AudioFile } from '../audio-library/audio-file.ts';
import { chooseLost, type LossOptions } from './choose-lost.ts';
import { dayPositionOf } from './day-shape.ts';
import { type DraftedCall, makeCallDrafter, type SimulatedGroup } from './draft-call.ts';
import type { PlannedCall } from './planned-call.ts';
import { makeRandom } from './random.ts';
import { uuidFrom } from './uuid-from.ts';

export type PlanOptions = LossOptions & {
  /** End of the day, epoch milliseconds. Every call starts and ends within `[spanEnd - spanMs, spanEnd]`. */
  readonly spanEnd: number;
  readonly spanMs: number;
  readonly groups: readonly SimulatedGroup[];
  readonly audioFiles: readonly AudioFile[];
  /** Days of one seed that differ in this have other ids. */
  readonly edition?: string;
};

/** Chats beside each hundred calls with audio. */
const CHATS_PER_HUNDRED = 8;

/**
 * Plans the calls of a day, in order of start: `calls` with audio, and some chats without.
 *
 * The same options give the same calls, ids and losses; another `spanEnd` only moves all times by the difference.
 *
 * @throws {RangeError} if no group is recorded, no audio file is given, or a call is longer than the span.
 */
export const planCalls = (options: PlanOptions): PlannedCall[] => {
  const { seed, spanEnd, spanMs } = options;
  const drafted = draftAll(options);
  const fates = chooseLost(options);
  const positions = makeRandom(seed, 'positions');
  const order = makeRandom(seed, 'order').shuffled(drafted);

  return order
    .map((draft, at) => {
      const position = dayPositionOf((at + positions.fraction()) / order.length);
      return { draft, startedAt: spanEnd - spanMs + Math.floor(position * (spanMs - draft.durationMs)) };
    })
    .sort((a, b) => a.startedAt - b.startedAt || a.draft.number - b.draft.number)
    .map(({ draft, startedAt }, ordinal): PlannedCall => {
      const { number, file, durationMs, ivrMs, ...call } = draft;
      const times = { startedAt, ivrEndedAt: startedAt + ivrMs, endedAt: startedAt + durationMs };
      if (file === undefined) return { ...call, ...times, ordinal };
      const recordingId = uuidFrom(idSeedOf(options), 'recording', number);
      return { ...call, ...times, ordinal, recording: { recordingId, file, pushFate: fates[number]! } };
    });
};

const idSeedOf = ({ seed, edition }: PlanOptions): string | number =>
  edition === undefined ? seed : `${seed}/${edition}`;

const draftAll = (options: PlanOptions): DraftedCall[] => {
  const { seed, calls, spanMs, groups, audioFiles } = options;
  const recorded = groups.filter(({ isRecorded }) => isRecorded);
  if (calls > 0 && recorded.length === 0) throw new RangeError('no group of the registry is recorded');
  if (calls > 0 && audioFiles.length === 0) throw new RangeError('there is no audio file for the calls');
  const draftCall = makeCallDrafter(seed, spanMs, idSeedOf(options));
  const chats = Math.ceil((calls * CHATS_PER_HUNDRED) / 100);
  const files = makeRandom(seed, 'files');
  return [
    ...Array.from({ length: calls }, (_, number) =>
      draftCall(number, recorded[number % recorded.length]!, files.pick(audioFiles)),
    ),
    ...Array.from({ length: chats }, (_, number) =>
      draftCall(calls + number, groups[number % groups.length]!, undefined),
    ),
  ];
};
