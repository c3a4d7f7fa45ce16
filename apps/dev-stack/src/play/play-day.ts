import { setTimeout as sleep } from 'node:timers/promises';
import type { SimulatorControl, SimulatorProgress } from './simulator-control.ts';
import type { StoredCalls } from './stored-calls.ts';

/** How far a day is: `phase` says what the stack waits for. */
export type DayProgress = {
  readonly phase: 'playing' | 'reconciling' | 'done' | 'stuck';
  readonly simulator: SimulatorProgress;
  readonly storedRealtime: number;
  readonly storedReconciled: number;
  readonly elapsedMs: number;
  /** How long the calls took to play; so far, while they are played. */
  readonly playedMs: number;
};

export type PlayDayDeps = {
  readonly simulator: SimulatorControl;
  readonly stored: StoredCalls;
  /** Asks the pooler for an execution, as an operator or the scheduler would. */
  readonly askPooler: () => Promise<void>;
  readonly onProgress: (progress: DayProgress) => void;
  readonly now: () => number;
  readonly signal: AbortSignal;
};

const TICK_MS = 200;
/** The pooler leaves calls to the push for a moment after their end; only then is it asked. */
const FIRST_EXECUTION_AFTER_MS = 1_500;
const EXECUTION_EVERY_MS = 5_000;
/** Nothing has come home for this long: the ledger will say what is missing. */
const STUCK_AFTER_MS = 90_000;

/** Plays the calls, then has the pooler look for what is missing until every recording is home. */
export const playDay = async (deps: PlayDayDeps): Promise<DayProgress> => {
  const { simulator, stored, now } = deps;
  const startedAt = now();
  let [playedAt, executedAt, movedAt, lastMoved] = [0, 0, startedAt, 0];
  let last: SimulatorProgress | undefined;
  for (;;) {
    // A simulator that has just been started again says nothing for a moment.
    const seen = await simulator.progress().catch(() => undefined);
    // It has just started, perhaps for the second time: the same day again, and whoever knows a call keeps it.
    if (seen && !seen.playing && seen.played === 0) await simulator.play().catch(() => undefined);
    last = seen ?? last;
    const total = new Set([...stored.realtime, ...stored.reconciled]).size;
    const moved = total + (last?.played ?? 0);
    if (moved > lastMoved) [lastMoved, movedAt] = [moved, now()];
    if (last && !last.playing && last.played > 0 && playedAt === 0) playedAt = now();
    if (last) {
      const progress: DayProgress = {
        phase: phaseOf(last, total, now() - movedAt, playedAt > 0),
        simulator: last,
        storedRealtime: stored.realtime.size,
        storedReconciled: total - stored.realtime.size,
        elapsedMs: now() - startedAt,
        playedMs: (playedAt || now()) - startedAt,
      };
      deps.onProgress(progress);
      if (progress.phase === 'done' || progress.phase === 'stuck') return progress;
    }
    const isDue = playedAt > 0 && now() - playedAt >= FIRST_EXECUTION_AFTER_MS;
    if (isDue && now() - executedAt >= EXECUTION_EVERY_MS) {
      executedAt = now();
      await deps.askPooler().catch(() => undefined); // It may be dead for a moment; it is asked again.
    }
    await sleep(TICK_MS, undefined, { signal: deps.signal });
  }
};

const phaseOf = (
  { calls, lateWaiting }: SimulatorProgress,
  stored: number,
  stillMs: number,
  isPlayed: boolean,
): DayProgress['phase'] => {
  if (isPlayed && stored >= calls && lateWaiting === 0) return 'done';
  if (stillMs >= STUCK_AFTER_MS) return 'stuck';
  return isPlayed ? 'reconciling' : 'playing';
};
