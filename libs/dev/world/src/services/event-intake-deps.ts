import type { makeRecordEvents } from '@recordings/event-intake';
import { SHARDS } from '../scenario/policies.ts';
import type { Surroundings } from '../surroundings.ts';
import { storesOf } from '../tables/virtual-stores.ts';
import type { Life } from '../time/machine.ts';

/** What recording events needs, for one life of a service. @param by name of the service, for the history. */
export const eventIntakeDepsOf = (
  { tables, objects, timeline, registryNow }: Surroundings,
  life: Life,
  by: string,
): Parameters<typeof makeRecordEvents>[0] => {
  const { calls } = storesOf(tables, life);
  return {
    calls,
    getCall: calls.get,
    getCalls: (keys) =>
      Promise.all(keys.map(async (key) => ({ current: await calls.get(key), isRead: true }))),
    quarantine: objects.storeOf(life).quarantine,
    registry: registryNow(life),
    shardCount: SHARDS,
    now: timeline.now,
    by,
    note: () => undefined,
  };
};
