import { playScenario } from '../src/play-scenario.ts';
import { judgeWorld } from '../src/rules/judge-world.ts';
import type { Scenario } from '../src/scenario/scenario.ts';
import type { MadeRequest } from '../src/time/machine.ts';
import { call, scenarioOf } from './scenario-fixture.ts';

const pushed = scenarioOf({ ...call, push: { kind: 'sent', afterMinutes: 5, badAttempts: 0 } });
const pulled = scenarioOf(call);

const play = async (scenario: Scenario) => {
  const requests: MadeRequest[] = [];
  const world = await playScenario(scenario, { onRequest: (made) => requests.push(made) });
  return { requests, world, result: judgeWorld(scenario, world) };
};

describe('a process that dies when all bytes of a recording are staged', () => {
  it.each([
    ['a push', pushed, 'ingestion-api'],
    ['a download', pulled, 'downloader'],
  ])('has its staged object finished by a downloader: %s', async (_, scenario, service) => {
    const { requests } = await play(scenario);
    const at = requests.findIndex(
      ({ process, request }) => request === 's3.stage' && process.startsWith(service),
    );
    const {
      requests: after,
      world,
      result,
    } = await play({
      ...scenario,
      faults: [{ afterSteps: at, kind: 'crash-after' }],
    });
    expect(result).toMatchObject({ stored: 1, lost: 0, duplicated: 0, faults: 1, broken: [] });
    expect(world.isAtRest).toBe(true);
    expect(world.objects.staged()).toEqual([]);
    const byDownloader = after.filter(({ process }) => process.startsWith('downloader'));
    expect(byDownloader.map(({ request }) => request)).toEqual(
      expect.arrayContaining(['claim.put', 's3.list', 's3.readQuarantine', 's3.discard']),
    );
  });

  it('makes no request for the search if nothing is staged', async () => {
    const { requests } = await play(pushed);
    expect(requests.map(({ request }) => request)).not.toContain('s3.list');
  });
});
