export type Deadline = {
  /** Aborts when the time is over, and when the caller's signal does. */
  readonly signal: AbortSignal;
  isOver(): boolean;
  /** Takes the time limit away; the caller's signal stays. */
  lift(): void;
};

export const startDeadline = (timeoutMs: number, caller: AbortSignal): Deadline => {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), timeoutMs);
  return {
    signal: AbortSignal.any([caller, over.signal]),
    isOver: () => over.signal.aborted,
    lift: () => clearTimeout(timer),
  };
};
