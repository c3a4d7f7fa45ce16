import { playScenario } from '../src/play-scenario.ts';
import { judgeWorld } from '../src/rules/judge-world.ts';
import { call, scenarioOf } from './scenario-fixture.ts';

describe('a listing that is cut off', () => {
  it('does not keep a call from its export whose start may lie anywhere in a day', async () => {
    const hourly = { ...call, startMinute: -150, lastsMinutes: 5 };
    const misdated = { ...call, startMinute: -14, lastsMinutes: 5, clock: 'next year' as const };
    const scenario = {
      ...scenarioOf(hourly, { ...hourly, startMinute: -140 }, misdated),
      jobs: [{ kind: 'finish' as const, runsMinutes: 1, listing: 'cut-off' as const }],
    };
    const world = await playScenario(scenario);
    expect(judgeWorld(scenario, world)).toMatchObject({ stored: 3, lost: 0, broken: [] });
    expect(world.ocp.jobs[0]).toMatchObject({ listing: 'cut-off', calls: [{}, {}] });
  });
});
