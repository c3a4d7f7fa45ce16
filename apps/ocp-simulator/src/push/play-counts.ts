/** Counts of the play so far. */
export type PlayCounts = {
  /** Calls, including chats, whose events were accepted. */
  played: number;
  eventsSent: number;
  /** Recordings that were accepted, including late ones. */
  pushed: number;
  /** Recordings that are never pushed. */
  lost: number;
  /** Recordings that will be pushed late. */
  lateWaiting: number;
  chats: number;
};

export const zeroCounts = (): PlayCounts => ({
  played: 0,
  eventsSent: 0,
  pushed: 0,
  lost: 0,
  lateWaiting: 0,
  chats: 0,
});
