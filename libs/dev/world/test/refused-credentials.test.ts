import type { RefusableRequest } from '@recordings/reconciliation';
import { playScenario } from '../src/play-scenario.ts';
import { judgeWorld } from '../src/rules/judge-world.ts';
import type { Scenario } from '../src/scenario/scenario.ts';
import { START_MS } from '../src/scenario/world-call.ts';
import { HOUR_MS } from '../src/time/timeline.ts';
import { call, scenarioOf } from './scenario-fixture.ts';

const HOURS = 5;
/** The latencies of a world, and so the order of its events. */
const SEEDS = [1, 2, 3, 4, 5];
/** In 5 hours the waits of the fault schedule are 5 to 160 minutes. The ask after the last one succeeds. */
const MOST_WINDOWS = 7;
const calls = [-60, -55, -50, -45].map((startMinute) => ({ ...call, startMinute, lastsMinutes: 4 }));

/** OCP refuses one group for hours. Another group has a call meanwhile. */
const refuse = (seed: number, request?: RefusableRequest): Scenario => ({
  ...scenarioOf(...calls, { ...call, group: 'Hours_2', startMinute: 30, lastsMinutes: 5 }),
  seed,
  refusals: [
    { group: 'Hours', tenant: 'acme', fromMinute: 0, toMinute: HOURS * 60, ...(request && { request }) },
  ],
});

/**
 * The last column: requests to OCP in all, on average over the seeds. Each refused file is asked for by the schedule of its
 * own call.
 */
const cases: readonly (readonly [RefusableRequest | undefined, number])[] = [
  [undefined, 20],
  ['jobStatus', 25],
  ['jobRecordings', 25],
  ['download', 75],
];

describe.each(cases)('credentials that OCP refuses for hours, request: %s', (request, mostRequests) => {
  it('use no attempt, are tried seldom, and lose no call', async () => {
    const counts: number[] = [];
    for (const seed of SEEDS) {
      const scenario = refuse(seed, request);
      const requests: string[] = [];
      const world = await playScenario(scenario, {
        onRequest: ({ request: made }) => void requests.push(made),
      });
      expect(judgeWorld(scenario, world)).toMatchObject({ stored: 5, lost: 0, broken: [] });
      for (const { reconciliationAttempts, history } of world.tables.calls.items()) {
        expect(reconciliationAttempts).toBe(0);
        const windows = history.filter(({ what }) => what === 'found missing');
        expect(windows.length).toBeLessThanOrEqual(MOST_WINDOWS);
      }
      // The other group goes on meanwhile.
      const untilIso = new Date(START_MS + HOURS * HOUR_MS).toISOString();
      const storedMeanwhile = world.tables.calls.items().filter((record) => record.s3StoredAt! < untilIso);
      expect(storedMeanwhile.map(({ groupId }) => groupId)).toEqual(['Hours_2']);
      counts.push(requests.filter((made) => made.startsWith('ocp.')).length);
    }
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    expect(mean).toBeLessThan(mostRequests);
  });
});
