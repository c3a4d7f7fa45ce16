import { playScenario } from '../src/play-scenario.ts';
import { judgeWorld } from '../src/rules/judge-world.ts';
import type { Scenario, ScenarioCall } from '../src/scenario/scenario.ts';
import type { MadeRequest } from '../src/time/machine.ts';
import { HOUR_MS } from '../src/time/timeline.ts';
import { call, scenarioOf } from './scenario-fixture.ts';

/** Calls of both tenants in hours of their own, so that each run publishes several windows. */
const calls: ScenarioCall[] = (['acme', 'bolt'] as const).flatMap((sharer) =>
  [0, 1, 2, 3, 4].map((n) => ({
    ...call,
    group: 'Shared' as const,
    sharer,
    startMinute: -70 - 60 * n,
    lastsMinutes: 5,
  })),
);
const partitioned = (...partitions: string[]): Scenario => ({ ...scenarioOf(...calls), partitions });

type World = Awaited<ReturnType<typeof playScenario>>;
const publishersOf = ({ publishedWindows: windows }: World): Record<string, string[]> =>
  Object.fromEntries(
    [...Map.groupBy(windows, ({ tenantId }) => tenantId)].map(([tenantId, own]) => [
      tenantId,
      [...new Set(own.map(({ process }) => process))],
    ]),
  );
const idsOf = ({ publishedWindows: windows }: World): string[] => windows.map(({ id }) => id);

describe('two poolers that share the tenants', () => {
  it.each([
    ['by letters', ['A-M', 'N-Z'], { acme: ['pooler'], bolt: ['pooler'] }],
    ['by ranges that split them', ['-A', 'B-'], { acme: ['pooler'], bolt: ['pooler-2'] }],
    ['by hash', ['1/2', '2/2'], { acme: [expect.any(String)], bolt: [expect.any(String)] }],
  ])('%s publish each window once, each those of its tenants', async (_, partitions, publishers) => {
    const scenario = partitioned(...partitions);
    const world = await playScenario(scenario);
    expect(judgeWorld(scenario, world)).toMatchObject({ stored: 10, lost: 0, duplicated: 0, broken: [] });
    expect(publishersOf(world)).toEqual(publishers);
    expect(new Set(idsOf(world)).size).toBe(world.publishedWindows.length);
  });

  it('lose no call and publish no window twice when one is killed at any request until it has published', async () => {
    const partitions = ['-A', 'B-'];
    const requests: MadeRequest[] = [];
    await playScenario(partitioned(...partitions), {
      patienceMs: HOUR_MS,
      onRequest: (made) => requests.push(made),
    });
    const own = requests.flatMap(({ process, request }, at) =>
      process === 'pooler-2' ? [{ request, at }] : [],
    );
    const firstRun = own.slice(0, own.findIndex(({ request }) => request === 'requests.send') + 3);
    expect(firstRun.length).toBeGreaterThan(15);
    for (const { at: afterSteps } of firstRun) {
      const scenario: Scenario = {
        ...partitioned(...partitions),
        faults: [{ afterSteps, kind: 'crash-after' }],
      };
      const world = await playScenario(scenario);
      expect(judgeWorld(scenario, world)).toMatchObject({ stored: 10, faults: 1, lost: 0, broken: [] });
      expect(publishersOf(world)).toEqual({ acme: ['pooler'], bolt: ['pooler-2'] });
      expect(new Set(idsOf(world)).size).toBe(world.publishedWindows.length);
    }
  });

  it('leave the calls of a partition without a pooler pending', async () => {
    const world = await playScenario(partitioned('-A'), { patienceMs: 6 * HOUR_MS });
    expect(publishersOf(world)).toEqual({ acme: ['pooler'] });
    const left = world.tables.calls.items().filter(({ s3Stored }) => !s3Stored);
    expect(left.map(({ tenantId, reconciliationStatus }) => [tenantId, reconciliationStatus])).toEqual(
      Array.from({ length: 5 }, () => ['bolt', 'pending']),
    );
  });
});
