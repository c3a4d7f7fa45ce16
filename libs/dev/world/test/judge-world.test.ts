import { type PlayedWorld, playScenario } from '../src/play-scenario.ts';
import { judgeWorld } from '../src/rules/judge-world.ts';
import type { Scenario, ScenarioCall } from '../src/scenario/scenario.ts';
import { callKeyOf } from '../src/scenario/world-call.ts';
import { callKey } from '../src/tables/virtual-stores.ts';
import { call, scenarioOf } from './scenario-fixture.ts';

const pushed: ScenarioCall = { ...call, push: { kind: 'sent', afterMinutes: 1, badAttempts: 1 } };
const silent: ScenarioCall = { ...call, events: 'none' };

const play = async (scenario: Scenario) => {
  const world = await playScenario(scenario);
  return {
    world,
    judge: (changed: Partial<PlayedWorld> = {}) => judgeWorld(scenario, { ...world, ...changed }),
  };
};

describe('judgeWorld', () => {
  it('counts calls stored by push and by recovery, and calls without a record', async () => {
    const { judge } = await play(scenarioOf(call, pushed, { ...silent, startMinute: -190 }));
    const { ocpRequests, budgetPeak, virtualMs, ...counts } = judge();
    expect(counts).toEqual({
      calls: 3,
      stored: 2,
      explained: 0,
      unheardOf: 1,
      lost: 0,
      duplicated: 0,
      moved: 0,
      faults: 0,
      broken: [],
    });
    expect(ocpRequests).toBeGreaterThanOrEqual(4); // Create, poll, list, download.
    expect(budgetPeak).toBeLessThanOrEqual(ocpRequests);
    expect(virtualMs).toBeGreaterThan(0);
  });

  it('counts a call that OCP never recorded as explained', async () => {
    const { judge } = await play(scenarioOf({ ...call, recordedAfterMinutes: 'never' }));
    expect(judge()).toMatchObject({ stored: 0, explained: 1, lost: 0, broken: [] });
  });

  it('reports a call as lost if OCP had its recording and the record gives it up', async () => {
    const scenario = scenarioOf({ ...call, recordedAfterMinutes: 'never' });
    const { world } = await play(scenario);
    const hadIt = scenarioOf(call);
    expect(judgeWorld(hadIt, world)).toMatchObject({
      lost: 1,
      broken: [expect.stringMatching('call-0 was given up')],
    });
  });

  it('reports a second final object of a call', async () => {
    const { world, judge } = await play(scenarioOf(call));
    const name = [...world.objects.finalObjects().keys()][0]!;
    const doubled = new Map([
      ...world.objects.finalObjects(),
      [`other-bucket/${name.split('/').slice(1).join('/')}`, ''],
    ]);
    const result = judge({ objects: { ...world.objects, finalObjects: () => doubled } });
    expect(result.duplicated).toBe(1);
    expect(result.broken).toEqual([
      expect.stringMatching('call-0 has 2 objects'),
      'no record names the object other-bucket/acme/call-0',
    ]);
  });

  it('reports an object that differs from what OCP sent, and one that is missing', async () => {
    const { world, judge } = await play(scenarioOf(call));
    expect(judge({ recordingOf: () => Buffer.from('other') }).broken).toEqual([
      'call-0 differs from what OCP sent',
    ]);
    expect(judge({ objects: { ...world.objects, finalObjects: () => new Map() } }).broken).toEqual([
      'call-0 is stored and its object is missing',
    ]);
  });

  it('reports requests beyond the budget and complaints of OCP', async () => {
    const { world, judge } = await play(scenarioOf(call));
    const busy = { ...world.requests, peak: () => 1_000 };
    expect(judge({ requests: busy }).broken).toEqual(['1000 requests to OCP within 60000 ms']);
    expect(judge({ ocp: { ...world.ocp, complaints: ['unaligned range'] } }).broken).toEqual([
      'unaligned range',
    ]);
  });

  it('reports a failed reconciliation whose report was not sent', async () => {
    const { world, judge } = await play(scenarioOf({ ...call, failingJobs: 1 }));
    expect(judge()).toMatchObject({ stored: 1, broken: [] });
    const failures = { ...world.failures, reported: new Set<string>() };
    expect(judge({ failures }).broken).toEqual([
      expect.stringMatching(/\/call-0 failed and was not reported$/),
    ]);
  });

  it('reports work that is left when time is up', async () => {
    const { world, judge } = await play(scenarioOf(call));
    world.tables.calls.changeNow(callKey(callKeyOf(call, 0)), (record) => ({
      next: {
        ...record!,
        s3Stored: false,
        reconciliationStatus: 'pending' as const,
        revision: record!.revision + 1,
      },
      result: undefined,
    }));
    const { broken } = judge({ isAtRest: false });
    expect(broken).toContainEqual(expect.stringMatching(/^call-0 of acme is pending/));
    expect(broken).toContain('call-0 was stored and was changed');
  });

  it('plays the same scenario the same way', async () => {
    const scenario = scenarioOf(call, pushed, { ...call, group: 'Free' });
    const [first, second] = [await play(scenario), await play(scenario)];
    expect(first.judge()).toEqual(second.judge());
    expect(first.world.tables.calls.items()).toEqual(second.world.tables.calls.items());
  });
});
