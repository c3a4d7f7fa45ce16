import { setTimeout as delay } from 'node:timers/promises';

export type PeriodicRun = {
  /** Pause between the end of one run and the start of the next. */
  readonly everyMs: number;
  readonly run: (signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  /** Receives the error of each failed run. The next run starts as usual. Errors after the abort are not reported. */
  readonly onError: (error: unknown) => void;
};

/** Repeats `run` without overlap, the first time at once. Resolves after the signal aborts and the current run ends. */
export const runPeriodically = async ({ everyMs, run, signal, onError }: PeriodicRun): Promise<void> => {
  while (!signal.aborted) {
    try {
      await run(signal);
    } catch (error) {
      if (!signal.aborted) onError(error);
    }
    await pause(everyMs, signal);
  }
};

const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};
