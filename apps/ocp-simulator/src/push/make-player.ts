import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import { isRecorded, type PlannedCall, type RecordedCall } from '../plan/planned-call.ts';
import { decidePlay, type Play, type PlayDecider, type PlayedFate } from './decide-play.ts';
import { makePlayCall, makePushRecording, type PlayCallDeps } from './play-call.ts';
import { type PlayCounts, zeroCounts } from './play-counts.ts';

export type PlayerDeps = Omit<PlayCallDeps, 'counts'> &
  PlayDecider & {
    readonly calls: readonly PlannedCall[];
    /** Calls that are played at the same time. */
    readonly concurrency: number;
  };

export type Player = {
  /** Starts playing in the background. A second call has no effect. */
  play(): void;
  /** `playing` ends with the last call; late pushes may still follow. */
  progress(): Readonly<PlayCounts> & { readonly playing: boolean };
  /** The fate of a call's push; as it is planned until the call is played. */
  fateOf(call: RecordedCall): PlayedFate;
  /** Resolves when all requests have ended and no push follows. */
  settled(): Promise<void>;
};

/** Plays the calls of a plan in order of their start, as fast as the ingestion API accepts them. */
export const makePlayer = (deps: PlayerDeps): Player => {
  const { signal } = deps;
  const counts = zeroCounts();
  const limit = pLimit(deps.concurrency);
  const playCall = makePlayCall({ ...deps, counts });
  const pushRecording = makePushRecording(deps.client, counts);
  const latePushes: Promise<void>[] = [];
  const fates = new Map<string, PlayedFate>();
  let playing = false;
  let played: Promise<void> | undefined;

  const pushLate = async (call: RecordedCall, play: Play): Promise<void> => {
    counts.lateWaiting += 1;
    await sleep(play.push.delayMs, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) await limit(() => pushRecording(call, play));
    counts.lateWaiting -= 1;
  };

  const playOne = async (call: PlannedCall): Promise<void> => {
    if (signal.aborted) return;
    const play = decidePlay(deps, call); // Before any wait, so that calls are counted in their order.
    if (play.fate) fates.set(call.callId, play.fate);
    await playCall(call, play);
    if (isRecorded(call) && play.fate === 'late') latePushes.push(pushLate(call, play));
  };

  const playAll = async (): Promise<void> => {
    playing = true;
    await limit.map(deps.calls, playOne);
    playing = false;
  };

  return {
    play: () => {
      played ??= playAll();
    },
    progress: () => ({ ...counts, playing }),
    fateOf: ({ callId, recording }) => fates.get(callId) ?? recording.pushFate,
    settled: async () => {
      await played;
      await Promise.all(latePushes);
    },
  };
};
