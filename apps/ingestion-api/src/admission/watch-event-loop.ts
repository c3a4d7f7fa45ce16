import { monitorEventLoopDelay } from 'node:perf_hooks';

export type EventLoopWatch = {
  /** Whether the event loop was late for some seconds, so that new work makes everything later. */
  isLate(): boolean;
  stop(): void;
};

const SAMPLE_EVERY_MS = 1_000;
const RESOLUTION_MS = 20;
/** One late second may be a garbage collection or a neighbour on the machine. */
const LATE_SAMPLES = 2;

/** Watches how late the event loop runs: its median delay in each second. @param maxDelayMs 0 watches nothing. */
export const watchEventLoop = (maxDelayMs: number): EventLoopWatch => {
  if (maxDelayMs === 0) return { isLate: () => false, stop: () => undefined };
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  let lateSamples = 0;
  const sample = (): void => {
    const isLate = delays.count > 0 && delays.percentile(50) / 1e6 > maxDelayMs;
    lateSamples = isLate ? lateSamples + 1 : 0;
    delays.reset();
  };
  delays.enable();
  const timer = setInterval(sample, SAMPLE_EVERY_MS).unref();
  return {
    isLate: () => lateSamples >= LATE_SAMPLES,
    stop: () => {
      clearInterval(timer);
      delays.disable();
    },
  };
};
