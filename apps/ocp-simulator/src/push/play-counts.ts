/** What has been played so far. */
export type PlayCounts = {
  /** Calls, chats among them, whose events are through. */
  played: number;
  eventsSent: number;
  /** Recordings that were accepted, late ones among them. */
  pushed: number;
  /** Recordings whose push is lost for good. */
  lost: number;
  /** Recordings whose late push is still to come. */
  lateWaiting: number;
  chats: number;
};

export const noneYet = (): PlayCounts => ({
  played: 0,
  eventsSent: 0,
  pushed: 0,
  lost: 0,
  lateWaiting: 0,
  chats: 0,
});
