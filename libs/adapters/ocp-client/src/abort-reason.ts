/** Why the signal aborted: what its owner gave, by default a DOMException. */
export const abortReason = ({ reason }: AbortSignal): Error => reason as Error;

/** @throws the reason, if the signal has aborted. */
export const throwIfAborted = (signal: AbortSignal): void => {
  if (signal.aborted) throw abortReason(signal);
};
