import type { FaultKind } from './fault-kind.ts';

/** What a client is about to push for one call. */
export type Arrangement<E> = { readonly events: readonly E[]; readonly recordingFirst: boolean };

/**
 * Puts a call's events into the order, and the number, in which they are sent.
 *
 * `duplicate-events` sends each twice in a row. `reordered-events` sends the end before the start, and the recording
 * of every other call before any event.
 */
export const arrangeEvents = <E>(
  events: readonly E[],
  ordinal: number,
  faults: ReadonlySet<FaultKind>,
): Arrangement<E> => {
  const sent = faults.has('duplicate-events') ? events.flatMap((event) => [event, event]) : events;
  if (!faults.has('reordered-events')) return { events: sent, recordingFirst: false };
  return { events: sent.toReversed(), recordingFirst: ordinal % 2 === 0 };
};
