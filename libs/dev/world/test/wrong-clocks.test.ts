import { playScenario } from '../src/play-scenario.ts';
import { judgeWorld } from '../src/rules/judge-world.ts';
import type { Scenario } from '../src/scenario/scenario.ts';
import { makeOwnClock } from '../src/time/own-clock.ts';
import { HOUR_MS, MINUTE_MS, makeTimeline } from '../src/time/timeline.ts';
import { call, scenarioOf } from './scenario-fixture.ts';

/** Jobs that take so long that a clock which is hours fast would take every lease and deadline for over. */
const calls = [-200, -140, -80, -20].map((startMinute) => ({ ...call, startMinute, lastsMinutes: 5 }));
const long = { kind: 'finish', runsMinutes: 8 } as const;
const scenario = (over: Partial<Scenario>): Scenario => ({
  ...scenarioOf(...calls),
  jobs: [long, long, long, long],
  ...over,
});

describe.each<[string, Partial<Scenario>]>([
  ['of one worker of three, fast', { skewsMs: [0, 3 * HOUR_MS, 0] }],
  ['of one worker of three, slow', { skewsMs: [0, -3 * HOUR_MS, 0] }],
  ['of one worker of two, set wrong while it runs', { skewsMs: [0, 30 * HOUR_MS], skewedFromMinute: 8 }],
  ['of the pooler and a downloader, fast by more than calls are kept', { otherSkewMs: 100 * HOUR_MS }],
  ['of the pooler and a downloader, slow', { otherSkewMs: -30 * HOUR_MS }],
])('a clock that is hours wrong, %s', (_, over) => {
  it('closes no living window, gives up no call, and keeps the budget', async () => {
    const played = scenario(over);
    const world = await playScenario(played);
    expect(judgeWorld(played, world)).toMatchObject({ stored: 4, lost: 0, broken: [] });
    const closed = world.tables.reconciliations.items();
    expect(closed.map(({ reconciliationStatus }) => reconciliationStatus)).toEqual(
      closed.map(() => 'COMPLETED'),
    );
    for (const { reconciliationAttempts, history } of world.tables.calls.items()) {
      expect(reconciliationAttempts).toBe(0);
      expect(history.map(({ what }) => what)).not.toContain('given up');
    }
  });
});

describe('the own clock of a process', () => {
  it('is wrong from the instant at which it is set until two answers of AWS say so', async () => {
    const timeline = makeTimeline(0);
    const clock = makeOwnClock(timeline, { ms: HOUR_MS, fromMs: 10 * MINUTE_MS });
    const offBy: number[] = [];
    const look = (): void => void offBy.push(clock.nowMs() - timeline.nowMs());
    timeline.after(9 * MINUTE_MS, look);
    timeline.after(11 * MINUTE_MS, () => {
      for (let n = 0; n < 3; n += 1) {
        look();
        clock.ask()(timeline.nowMs());
      }
    });
    await timeline.runUntil(() => timeline.nowMs() >= 11 * MINUTE_MS, 12 * MINUTE_MS);
    expect(offBy.slice(0, 3)).toEqual([0, HOUR_MS, HOUR_MS]);
    expect(Math.abs(offBy[3]!)).toBeLessThan(1_000);
  });
});
