/** What the signal was aborted with: an Error of its owner, by default a DOMException. */
export const abortReason = ({ reason }: AbortSignal): Error => reason as Error;
