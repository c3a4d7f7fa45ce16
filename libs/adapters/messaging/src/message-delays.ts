const RETRY_DELAYS_S: readonly number[] = [1, 5, 30];

/** Seconds before a message is seen again that was received so often. */
export const retryDelayS = (receiveCount: number): number =>
  RETRY_DELAYS_S[Math.max(receiveCount, 1) - 1] ?? RETRY_DELAYS_S.at(-1)!;

const POSTPONE_DELAYS_S: readonly number[] = [5, 30, 120, 300];

/** Seconds before a message comes again that was postponed so often before. */
export const postponeDelayS = (postponed: number): number =>
  POSTPONE_DELAYS_S[postponed] ?? POSTPONE_DELAYS_S.at(-1)!;
