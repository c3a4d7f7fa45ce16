export type Deadline = {
  /** Aborts when the time limit is reached or the caller's signal aborts. */
  readonly signal: AbortSignal;
  isOver(): boolean;
  /** Ends the time limit. The caller's signal still aborts. */
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
