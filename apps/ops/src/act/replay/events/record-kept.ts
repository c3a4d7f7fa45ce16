import { setImmediate } from 'node:timers/promises';
import type { Sender } from '@recordings/call-record';
import { makeRecordEvents, readEvents } from '@recordings/event-intake';
import { wireProtectGroup } from '@recordings/service';
import type { Ops } from '../../../ops.ts';
import type { Platform } from '../../../platform.ts';

/** How many events of one object had each outcome. */
export type ReplayedCounts = {
  readonly recorded: number;
  /** Their records have them already. */
  readonly repeated: number;
  readonly ignored: number;
  /** They still cannot be read, or their sender must not write them. */
  readonly left: number;
};

export type RecordKept = (body: Uint8Array, sender: Sender) => Promise<ReplayedCounts>;

/** As the ingestion API's default: what is in quarantine was received by it. */
const MAX_EVENTS = 100_000;

/**
 * Makes the function that records events as the ingestion API would now.
 *
 * @param by who replays them. Undefined: it only counts what would come of it.
 */
export const makeRecordKept = (
  { now, signal }: Ops,
  { config, registry, stores: { calls } }: Platform,
  by?: string,
): RecordKept => {
  const protectGroup = wireProtectGroup(config, registry);
  const recordEvents = makeRecordEvents({
    calls: by === undefined ? { change: async (key, change) => change(await calls.get(key)).result } : calls,
    getCall: calls.get,
    getCalls: calls.getAll,
    // Its object stays as it is.
    quarantine: async () => undefined,
    registry,
    shardCount: config.RECONCILIATION_SHARDS,
    now,
    by: by ?? 'plan',
    note: () => undefined,
  });
  return async (body, sender) => {
    const protectOf = (group: string | undefined) => protectGroup(group, sender.soleTenant);
    const limits = { maxEvents: MAX_EVENTS, yieldToOthers: setImmediate };
    const incoming = await readEvents(body, protectOf, limits);
    if (!incoming) return { recorded: 0, repeated: 0, ignored: 0, left: 0 };
    const result = await recordEvents(incoming, sender, signal);
    if (result.kind === 'all refused')
      return { recorded: 0, repeated: 0, ignored: 0, left: incoming.events.length };
    const { recorded, repeated, ignored, quarantined, refused } = result.counts;
    return { recorded, repeated, ignored, left: quarantined + refused };
  };
};
