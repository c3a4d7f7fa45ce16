import { setTimeout as delay } from 'node:timers/promises';

export type PeriodicRun = {
  /** Pause between the end of one run and the start of the next. */
  readonly everyMs: number;
  readonly run: (signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  /** Told of each run that failed; the next one comes as usual. Failures after the abort are not told. */
  readonly onError: (error: unknown) => void;
};

/** Runs at once and then again and again, never two at a time. Resolves when the signal aborts and the run at work ends. */
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
