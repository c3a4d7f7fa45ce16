const RETRY_DELAYS_S: readonly number[] = [1, 5, 30];

/** Seconds until a message is visible again, by how often it was received. */
export const retryDelayS = (receiveCount: number): number =>
  RETRY_DELAYS_S[Math.max(receiveCount, 1) - 1] ?? RETRY_DELAYS_S.at(-1)!;

const POSTPONE_DELAYS_S: readonly number[] = [5, 30, 120, 300];

/** Seconds until a postponed message arrives, by how often it was postponed before. */
export const postponeDelayS = (postponed: number): number =>
  POSTPONE_DELAYS_S[postponed] ?? POSTPONE_DELAYS_S.at(-1)!;
