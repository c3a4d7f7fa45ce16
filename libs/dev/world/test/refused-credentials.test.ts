import type { RefusableRequest } from '@recordings/reconciliation';
import { playScenario } from '../src/play-scenario.ts';
import { judgeWorld } from '../src/rules/judge-world.ts';
import type { Scenario } from '../src/scenario/scenario.ts';
import { START_MS } from '../src/scenario/world-call.ts';
import { HOUR_MS } from '../src/time/timeline.ts';
import { call, scenarioOf } from './scenario-fixture.ts';

const HOURS = 5;
const calls = [-60, -55, -50, -45].map((startMinute) => ({ ...call, startMinute, lastsMinutes: 4 }));

/** OCP refuses one group for hours. Another group has a call meanwhile. */
const refuse = (request?: RefusableRequest): Scenario => ({
  ...scenarioOf(...calls, { ...call, group: 'Hours_2', startMinute: 30, lastsMinutes: 5 }),
  refusals: [
    { group: 'Hours', tenant: 'acme', fromMinute: 0, toMinute: HOURS * 60, ...(request && { request }) },
  ],
});

/** The last column: requests to OCP in all. Each refused file is asked for by the schedule of its own call. */
const cases: readonly (readonly [RefusableRequest | undefined, number])[] = [
  [undefined, 20],
  ['jobStatus', 25],
  ['jobRecordings', 25],
  ['download', 85],
];

describe.each(cases)('credentials that OCP refuses for hours, request: %s', (request, mostRequests) => {
  it('use no attempt, are tried seldom, and lose no call', async () => {
    const scenario = refuse(request);
    const requests: string[] = [];
    const world = await playScenario(scenario, {
      onRequest: ({ request: made }) => void requests.push(made),
    });
    expect(judgeWorld(scenario, world)).toMatchObject({ stored: 5, lost: 0, broken: [] });
    for (const record of world.tables.calls.items()) expect(record.reconciliationAttempts).toBe(0);
    // The other group goes on meanwhile.
    const untilIso = new Date(START_MS + HOURS * HOUR_MS).toISOString();
    const storedMeanwhile = world.tables.calls.items().filter((record) => record.s3StoredAt! < untilIso);
    expect(storedMeanwhile.map(({ groupId }) => groupId)).toEqual(['Hours_2']);
    const toOcp = requests.filter((made) => made.startsWith('ocp.'));
    expect(toOcp.length).toBeLessThan(mostRequests);
  });
});
