type Window = { readonly reconciliationId: string; readonly calls: Readonly<Record<string, object>> };

/** Checks a write of a reconciliation. @returns the promises that it breaks, as sentences. */
export type AskRule = (next: Window, before: Window | undefined) => string[];

/**
 * Windows that may hold one call, in a world that keeps recordings for three days. 500 worlds had at most 27, measured on
 * 2026-11-27. A call that is asked for every 15 minutes has 288.
 */
const MOST_ASKS = 60;

/** What never ends must slow down: the waits between the windows of a call grow, whatever the reason is. */
export const makeAskRule = (): AskRule => {
  const asks = new Map<string, number>();
  return (next, before) =>
    Object.keys(next.calls)
      .filter((callId) => !before || !(callId in before.calls))
      .flatMap((callId) => {
        const count = (asks.get(callId) ?? 0) + 1;
        asks.set(callId, count);
        return count === MOST_ASKS + 1
          ? [`${callId} is in more than ${MOST_ASKS} windows, the last is ${next.reconciliationId}`]
          : [];
      });
};
