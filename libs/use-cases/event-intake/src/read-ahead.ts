import type { CallKey } from '@recordings/call-record';
import type { DecidedEvent } from './decide-event.ts';
import type { EventIntakeDeps } from './event-intake-deps.ts';
import type { KnownRecord } from './record-call-event.ts';

/** Calls whose records are read in one request. A record may have 400 KB, so the memory that they take has a bound. */
const CALLS_OF_A_READ = 25;

/**
 * Makes the function that gives the record of a call before its first event, if several calls of a request must be read.
 * If a read fails, each of its calls is read by itself, so that each has its own outcome.
 *
 * @param calls the events of each call.
 */
export const makeReadAhead = (
  getCalls: EventIntakeDeps['getCalls'],
  calls: readonly (readonly DecidedEvent[])[],
): ((events: readonly DecidedEvent[]) => Promise<KnownRecord>) => {
  const keys = new Map(calls.flatMap((events) => keyToRead(events) ?? []).map((key, at) => [key, at]));
  if (keys.size < 2) return async () => undefined;
  const all = [...keys.keys()];
  const reads: (Promise<readonly KnownRecord[]> | undefined)[] = [];
  const readSlice = (slice: number): Promise<readonly KnownRecord[]> => {
    const from = slice * CALLS_OF_A_READ;
    // The calls of the slice before the last one have begun: their records are not needed any more.
    reads[slice - 2] = undefined;
    return (reads[slice] ??= getCalls(all.slice(from, from + CALLS_OF_A_READ)).catch(() => []));
  };
  return async (events) => {
    const key = keyToRead(events);
    const at = key && keys.get(key);
    if (at === undefined) return undefined;
    return (await readSlice(Math.floor(at / CALLS_OF_A_READ)))[at % CALLS_OF_A_READ];
  };
};

/** The start of a call is written without a read, and where the record of an unregistered group is, only reads tell. */
const keyToRead = ([first]: readonly DecidedEvent[]): CallKey | undefined =>
  first?.kind === 'record' && first.knownAs.length === 0 && first.parsed.event.source !== 'start'
    ? first.key
    : undefined;
