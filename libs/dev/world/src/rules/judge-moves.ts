import { isDeepStrictEqual } from 'node:util';
import { type CallRecord, isTombstone, makeCallCounter, replayHistory } from '@recordings/call-record';
import type { PlayedWorld } from '../play-scenario.ts';
import { isMisplaced, isOfNoTenant } from '../scenario/world-call.ts';
import { callKey } from '../tables/virtual-stores.ts';

type Played = Pick<PlayedWorld, 'tables' | 'lastRegistry'>;

/** What the moves of calls to their tenants must leave: one record that counts, and the way to it from each other one. */
export const judgeMoves = ({ tables, lastRegistry }: Played): string[] => {
  const records = tables.calls.items().filter((record) => !isOfNoTenant(record));
  return [
    ...records
      .filter((record) => !isTombstone(record) && isMisplaced(record, lastRegistry))
      .map((record) => `${callKey(record)} is not under the tenant of its group`),
    ...brokenWays(records),
    ...brokenTrails(records),
    ...miscounted(records),
  ];
};

/** Each tombstone leads to the record of its call, and the next record on the way says where it came from. */
const brokenWays = (records: readonly CallRecord[]): string[] => {
  const byKey = new Map(records.map((record) => [callKey(record), record]));
  const nextOf = ({ movedTo, callId }: CallRecord): CallRecord | undefined =>
    movedTo && byKey.get(callKey({ tenantId: movedTo.tenantId, callId }));
  return records.filter(isTombstone).flatMap((tombstone) => {
    const next = nextOf(tombstone);
    let end = next;
    for (let steps = 0; end && isTombstone(end) && steps < records.length; steps += 1) end = nextOf(end);
    if (!next || !end || isTombstone(end)) return [`${callKey(tombstone)} has moved, and leads to no record`];
    // A tombstone has this in its history only.
    const isNamed =
      isTombstone(next) || next.movedFrom?.some(({ tenantId }) => tenantId === tombstone.tenantId);
    return isNamed ? [] : [`${callKey(next)} does not say that it was under ${tombstone.tenantId}`];
  });
};

/** Fields that are not in the history: each write changes them, or they repeat others. */
const NOT_IN_HISTORY: ReadonlySet<string> = new Set([
  'history',
  'facts',
  'updatedAt',
  'revision',
  'duration',
  'errorDetails',
]);

/** The history of each record adds up to the record. A newer version writes without a history. */
const brokenTrails = (records: readonly CallRecord[]): string[] =>
  records
    .filter((record) => !('newerField' in record))
    .flatMap((record) => {
      const replayed = replayHistory(record.history);
      const kept = Object.entries(record).filter(
        ([name, value]) => value !== undefined && !NOT_IN_HISTORY.has(name),
      );
      const lost = kept.filter(([name, value]) => !isDeepStrictEqual(replayed[name], value));
      return lost.map(
        ([name, value]) =>
          `the history of ${callKey(record)} adds up to ${name} ${JSON.stringify(replayed[name])}, not ${JSON.stringify(value)}`,
      );
    });

/** The counts of hours count each call once. */
const miscounted = (records: readonly CallRecord[]): string[] => {
  const byCall = Map.groupBy(records, ({ callId }) => callId);
  return [...byCall].flatMap(([callId, ofCall]) => {
    const counter = makeCallCounter();
    for (const record of ofCall) counter.add(record);
    const calls = counter.list().reduce((sum, counts) => sum + counts.calls, 0);
    return calls === 1 ? [] : [`${callId} is counted ${calls} times`];
  });
};
