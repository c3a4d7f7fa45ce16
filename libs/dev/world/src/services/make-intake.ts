import { makeLocateRecording } from '@recordings/call-record';
import { type IntakeDeps, makeStoreRecording } from '@recordings/recording-intake';
import { SHARDS } from '../scenario/policies.ts';
import type { Surroundings } from '../surroundings.ts';
import { storesOf } from '../tables/virtual-stores.ts';
import type { Life } from '../time/machine.ts';

/** Small, so that most recordings of the world are staged and promoted. */
const MAX_HELD_BYTES = 6_000;

/** What storing a recording needs, for one life of a service. @param by name of the service, for the history. */
export const intakeDepsOf = (surroundings: Surroundings, life: Life, by: string): IntakeDeps => {
  const { machine, objects, tables, timeline, makeId } = surroundings;
  const publish = () => machine.step(life, 'recording-events.publish', () => undefined);
  return {
    store: objects.storeOf(life),
    calls: storesOf(tables, life).calls,
    locate: makeLocateRecording('world', () => undefined),
    publishStored: publish,
    publishQuarantined: publish,
    now: timeline.now,
    makeId,
    shardCount: SHARDS,
    by,
    limits: { maxBytes: 1_000_000, maxHeldBytes: MAX_HELD_BYTES },
  };
};

/** Storing a recording, as one life of a service does it. */
export const makeIntake = (surroundings: Surroundings, life: Life, by: string) =>
  makeStoreRecording(intakeDepsOf(surroundings, life, by));
