import pWaitFor from 'p-wait-for';
import type { SimulatorControl, SimulatorProgress } from './simulator-control.ts';
import type { StoredCalls } from './stored-calls.ts';

/** How far a day is. `phase` says what the stack waits for. */
export type DayProgress = {
  readonly phase: 'playing' | 'reconciling' | 'done' | 'stuck';
  readonly simulator: SimulatorProgress;
  readonly storedRealtime: number;
  readonly storedReconciled: number;
  readonly elapsedMs: number;
  /** How long the calls took to play; so far, while they are played. */
  readonly playedMs: number;
  /** Since the last call was played or stored. */
  readonly stillMs: number;
};

export type PlayDayDeps = {
  readonly simulator: Pick<SimulatorControl, 'play' | 'progress'> & {
    /** Begins the day; has no effect if it has begun. */
    begin(): Promise<void>;
  };
  readonly stored: StoredCalls;
  /** Asks the pooler for an execution, as an operator or the scheduler would. */
  readonly askPooler: () => Promise<void>;
  readonly onProgress: (progress: DayProgress) => void;
  readonly now: () => number;
  readonly signal: AbortSignal;
};

const LOOK_EVERY_MS = 200;
/** The pooler skips calls that ended just now, because their push may still arrive. */
const FIRST_EXECUTION_AFTER_MS = 1_500;
const EXECUTION_EVERY_MS = 5_000;
/** A day without any movement for this long ends; the ledger says what is missing. */
const STUCK_AFTER_MS = 90_000;

/** What the looks so far have seen. Times are epoch milliseconds. */
type Day = {
  readonly startedAt: number;
  simulator?: SimulatorProgress;
  playedAt?: number;
  executedAt?: number;
  movedAt: number;
  /** Calls played plus calls stored. */
  moved: number;
};

/** Plays the calls, then asks the pooler for executions until every recording is stored or the day is stuck. */
export const playDay = async (deps: PlayDayDeps): Promise<DayProgress> => {
  const startedAt = deps.now();
  const day: Day = { startedAt, movedAt: startedAt, moved: 0 };
  return pWaitFor(
    async () => {
      await look(deps, day);
      const progress = progressOf(deps, day);
      if (progress) deps.onProgress(progress);
      if (progress?.phase === 'done' || progress?.phase === 'stuck') return pWaitFor.resolveWith(progress);
      await askPoolerIfDue(deps, day);
      return false;
    },
    { interval: LOOK_EVERY_MS, signal: deps.signal },
  );
};

const look = async ({ simulator, stored, now }: PlayDayDeps, day: Day): Promise<void> => {
  // A simulator that was started again does not answer for a moment.
  const seen = await simulator.progress().catch(() => undefined);
  if (seen && !seen.playing && seen.played === 0) {
    // A simulator that was started again plays the same calls again; those that are stored stay as they are.
    await simulator
      .begin()
      .then(simulator.play, () => undefined)
      .catch(() => undefined);
    return;
  }
  day.simulator = seen ?? day.simulator;
  if (day.simulator === undefined) return;
  const { playing, played } = day.simulator;
  const moved = storedCount(stored) + played;
  if (moved > day.moved) [day.moved, day.movedAt] = [moved, now()];
  if (!playing && played > 0) day.playedAt ??= now();
};

const askPoolerIfDue = async ({ askPooler, now }: PlayDayDeps, day: Day): Promise<void> => {
  if (day.playedAt === undefined || now() - day.playedAt < FIRST_EXECUTION_AFTER_MS) return;
  if (day.executedAt !== undefined && now() - day.executedAt < EXECUTION_EVERY_MS) return;
  day.executedAt = now();
  await askPooler().catch(() => undefined); // A pooler that was killed does not answer for a moment.
};

const progressOf = ({ stored, now }: PlayDayDeps, day: Day): DayProgress | undefined => {
  if (day.simulator === undefined) return undefined;
  const total = storedCount(stored);
  const stillMs = now() - day.movedAt;
  return {
    phase: phaseOf(day.simulator, total, stillMs, day.playedAt !== undefined),
    simulator: day.simulator,
    storedRealtime: stored.realtime.size,
    storedReconciled: total - stored.realtime.size,
    elapsedMs: now() - day.startedAt,
    playedMs: (day.playedAt ?? now()) - day.startedAt,
    stillMs,
  };
};

const storedCount = ({ realtime, reconciled }: StoredCalls): number =>
  new Set([...realtime, ...reconciled]).size;

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
