import type { FaultKind } from './fault-kind.ts';

/** The order in which a client pushes one call. */
export type Arrangement<E> = { readonly events: readonly E[]; readonly recordingFirst: boolean };

/**
 * Arranges a call's events in the order in which they are sent.
 *
 * `duplicate-events` sends each twice in a row. `reordered-events` sends the end before the start; every other call
 * sends its recording before its events.
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
