import {
  type GroupCounts,
  HOUR_MS,
  hourOf,
  makeCallCounter,
  shifted,
  type Timestamp,
} from '@recordings/call-record';
import type { Position } from '../finding/cursor.ts';
import type { CountingDeps, HourKey } from './counting-deps.ts';

const CALLS_OF_A_READ = 1_000;

/** An hour with at least one call. */
export type CountedHour = HourKey & { readonly groups: readonly GroupCounts[] };

type Range = Parameters<CountingDeps['readCalls']>[0];

/**
 * Counts the calls of each hour of a range that begins and ends at full hours, one hour after the other. Memory does not
 * grow with the calls. Hours without a call are left out. If `signal` aborts, it throws, so no hour is counted in part.
 */
export async function* countCalls(
  { readCalls, isRegistered }: Pick<CountingDeps, 'readCalls' | 'isRegistered'>,
  range: Range,
  signal: AbortSignal,
): AsyncGenerator<CountedHour> {
  const { tenantId } = range;
  const startCounter = () => makeCallCounter((groupId) => isRegistered({ tenantId, groupId }));
  let counter = startCounter();
  let hour: Timestamp | undefined;
  let after: Position | undefined;
  let hasMore = true;
  while (hasMore) {
    signal.throwIfAborted();
    const page = await readCalls(range, { limit: CALLS_OF_A_READ, after });
    for (const { position, call } of page.items) {
      const isNext = hour !== undefined && position.callTimestamp >= shifted(hour, HOUR_MS);
      if (hour !== undefined && isNext) yield { tenantId, hour, groups: counter.list() };
      if (isNext) counter = startCounter();
      if (hour === undefined || isNext) hour = hourOf(position.callTimestamp);
      counter.add(call);
    }
    after = page.items.at(-1)?.position ?? after;
    ({ hasMore } = page);
  }
  if (hour !== undefined) yield { tenantId, hour, groups: counter.list() };
}
