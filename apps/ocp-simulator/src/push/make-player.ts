import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import { isRecorded, type PlannedCall, type RecordedCall } from '../plan/planned-call.ts';
import { makePlayCall, makePushRecording, type PlayCallDeps } from './play-call.ts';
import { type PlayCounts, zeroCounts } from './play-counts.ts';

export type PlayerDeps = Omit<PlayCallDeps, 'counts'> & {
  readonly calls: readonly PlannedCall[];
  /** Calls that are played at the same time. */
  readonly concurrency: number;
  /** From the play of a late recording's call to its push. */
  readonly latePushAfterMs: number;
  readonly signal: AbortSignal;
};

export type Player = {
  /** Starts playing in the background. A second call has no effect. */
  play(): void;
  /** `playing` ends with the last call; late pushes may still follow. */
  progress(): Readonly<PlayCounts> & { readonly playing: boolean };
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
  let playing = false;
  let played: Promise<void> | undefined;

  const pushLate = async (call: RecordedCall): Promise<void> => {
    counts.lateWaiting += 1;
    await sleep(deps.latePushAfterMs, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) await limit(() => pushRecording(call));
    counts.lateWaiting -= 1;
  };

  const playOne = async (call: PlannedCall): Promise<void> => {
    if (signal.aborted) return;
    await playCall(call);
    if (isRecorded(call) && call.recording.pushFate === 'late') latePushes.push(pushLate(call));
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
    settled: async () => {
      await played;
      await Promise.all(latePushes);
    },
  };
};
