import { playScenario } from '../src/play-scenario.ts';
import { judgeWorld } from '../src/rules/judge-world.ts';
import type { ScenarioCall } from '../src/scenario/scenario.ts';
import { call, scenarioOf } from './scenario-fixture.ts';

/** Calls that are missing before, during and after the rollout. */
const calls = Array.from(
  { length: 16 },
  (_, at): ScenarioCall => ({
    ...call,
    group: at % 2 === 0 ? 'Hours' : 'Shared',
    startMinute: -120 + at * 20,
    lastsMinutes: 5,
    failingJobs: at % 5 === 0 ? 1 : 0,
    badDownloads: at % 7 === 0 ? 1 : 0,
  }),
);

describe('a newer version that runs beside this one and is rolled back', () => {
  it.each([1, 2, 3])(
    'loses no recording, dead-letters no message, and no field of its items is dropped: seed %i',
    async (seed) => {
      const rollout = { fromMinute: 20, toMinute: 200 };
      const scenario = { ...scenarioOf(...calls), seed, rollout, skewsMs: [0, 1_000], duplicates: 0.1 };
      const world = await playScenario(scenario);
      expect(judgeWorld(scenario, world)).toMatchObject({ lost: 0, duplicated: 0, broken: [] });
      expect(world.isAtRest).toBe(true);
      expect(world.tables.calls.items().filter(({ s3Stored }) => s3Stored)).toHaveLength(calls.length);
      expect(world.queues.deadLetters()).toEqual([]);
      expect(world.newer.dropped).toEqual([]);
      const { items, messages } = world.newer.written();
      expect(items).toBeGreaterThan(50);
      expect(messages).toBeGreaterThan(10);
      const kept = [...world.tables.calls.items(), ...world.tables.reconciliations.items()].filter(
        (item) => 'newerField' in item,
      );
      expect(kept.length).toBeGreaterThan(5);
    },
    60_000,
  );
});
