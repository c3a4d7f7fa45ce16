import { listCrashes, pickOneOfEachKind } from '../src/crashes/list-crashes.ts';
import { playCrash } from '../src/crashes/play-crash.ts';
import { SWEEP_DAY } from '../src/crashes/sweep-day.ts';
import { playScenario } from '../src/play-scenario.ts';
import { judgeWorld } from '../src/rules/judge-world.ts';
import type { Scenario, ScenarioCall } from '../src/scenario/scenario.ts';
import { callIdAt, endMsOf } from '../src/scenario/world-call.ts';
import type { MadeRequest } from '../src/time/machine.ts';
import { call, scenarioOf } from './scenario-fixture.ts';

const HOUR = 60;
const MINUTE_MS = 60_000;
const PAGE = 4;
/** Nothing of it reached us: neither an event nor its recording. */
const unheard: ScenarioCall = { ...call, events: 'none', push: { kind: 'lost' } };

const play = async (scenario: Scenario) => {
  const requests: MadeRequest[] = [];
  const world = await playScenario(scenario, { onRequest: (made) => requests.push(made) });
  const count = (name: string): number => requests.filter(({ request }) => request === `ocp.${name}`).length;
  return { world, count, result: judgeWorld(scenario, world) };
};

const pagesOf = (lists: readonly (readonly unknown[])[]): number =>
  lists.reduce((sum, { length }) => sum + Math.max(1, Math.ceil(length / PAGE)), 0);

describe('a push outage of three days', () => {
  // A call starts every hour. Every tenth conversation is a chat, of which OCP has no recording.
  const calls = Array.from({ length: 72 }, (_, hour): ScenarioCall => {
    const one = { ...unheard, startMinute: hour * HOUR + 7 };
    return hour % 10 === 9 ? { ...one, channel: 'chat', recordedAfterMinutes: 'never' } : one;
  });
  const played = play({ ...scenarioOf(...calls), sweeps: true });

  it('loses no call: a sweep finds and stores each, and explains the chats', async () => {
    const { world, result } = await played;
    expect(result).toMatchObject({ stored: 65, explained: 7, unheardOf: 0, lost: 0, broken: [] });
    expect(world.tables.calls.item(`acme#${callIdAt(9)}`)?.outcome?.code).toBe('NO_AUDIO_EXPECTED');
    const [found] = world.tables.calls.item(`acme#${callIdAt(0)}`)!.history;
    expect(found).toMatchObject({ what: 'CDR_START', by: 'inventory-sweep' });
  });

  it('costs one listing for each day of the group, and one download for each recording', async () => {
    const { world, count } = await played;
    const { jobs } = world.ocp;
    // The days end at 8:00, 26 hours before the executions that sweep them.
    expect(jobs.filter(({ cdrs }) => cdrs.length > 0)).toHaveLength(4);
    expect(count('createJob')).toBe(jobs.length);
    expect(count('jobRecordings')).toBe(pagesOf(jobs.map((job) => job.calls)));
    // The CDRs of a group that tenants share do not say whose call they are about.
    const owned = jobs.filter(({ groupId }) => groupId !== 'Shared');
    expect(count('jobCdrs')).toBe(pagesOf(owned.map(({ cdrs }) => cdrs)));
    expect(count('download')).toBe(65);
    const { totals } = world.tables.sweeps.item('acme#Hours')!;
    expect(totals).toMatchObject({ ranges: 4, created: 65, notListed: 0 });
  });
});

describe('day one', () => {
  // An empty table, and 150 calls of the last two days at OCP. Meanwhile live calls come in, and lose their pushes.
  const old = Array.from({ length: 150 }, (_, at) => ({ ...unheard, startMinute: -(2 + at * 0.4) * HOUR }));
  const live = Array.from({ length: 10 }, (_, at) => ({ ...call, startMinute: at * 10, lastsMinutes: 2 }));
  const scenario = { ...scenarioOf(...old, ...live), sweeps: true };

  it('stores every call, and live calls do not wait for the sweep', async () => {
    const { world, result } = await play(scenario);
    expect(result).toMatchObject({ stored: 160, unheardOf: 0, lost: 0, broken: [] });
    const waits = live.map((one, at) => {
      const { s3StoredAt } = world.tables.calls.item(`acme#${callIdAt(old.length + at)}`)!;
      return (Date.parse(s3StoredAt!) - endMsOf(one)) / MINUTE_MS;
    });
    // Whole hours are exported once they have ended, so an hour passes without any sweep.
    expect(Math.max(...waits)).toBeLessThan(90);
  });
});

describe('credentials that OCP refuses for four days', () => {
  // OCP keeps recordings for three days. The windows of two groups wait, and two ranges run at a time.
  const calls = Array.from({ length: 12 }, (_, at): ScenarioCall => {
    return { ...unheard, group: 'Free', startMinute: (at * 4 - 40) * HOUR };
  });
  const refused = { tenant: 'acme', fromMinute: 0, toMinute: 4 * 24 * HOUR } as const;
  const refusals = (['Hours', 'Hours_2'] as const).map((group) => ({ ...refused, group }));

  it('do not stop the sweeps of the other groups', async () => {
    const { result } = await play({ ...scenarioOf(...calls), sweeps: true, refusals });
    expect(result).toMatchObject({ stored: 12, unheardOf: 0, lost: 0, broken: [] });
  });
});

describe('a sweep that is killed', () => {
  it('resumes at every kind of request of each service, and stores nothing twice', async () => {
    const crashes = pickOneOfEachKind(await listCrashes(SWEEP_DAY));
    const services = new Set(crashes.map(({ service }) => service));
    expect(services).toEqual(new Set(['pooler', 'worker', 'downloader', 'ingestion-api']));
    for (const crash of crashes) {
      const { service, kind, request } = crash;
      expect([`${service} ${kind} ${request}`, ...(await playCrash(SWEEP_DAY, crash))]).toHaveLength(1);
    }
  });
});
