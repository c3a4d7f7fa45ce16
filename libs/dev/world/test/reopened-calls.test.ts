import { playScenario } from '../src/play-scenario.ts';
import { judgeWorld } from '../src/rules/judge-world.ts';
import type { ReopenPlan } from '../src/scenario/plans.ts';
import { withReopens } from '../src/scenario/reopens.ts';
import type { Scenario } from '../src/scenario/scenario.ts';
import { call, scenarioOf } from './scenario-fixture.ts';

const RESTORED_MINUTE = 4_400;
const UNTIL_MINUTE = RESTORED_MINUTE + 1_440;
/** OCP has the recording again a day after it deleted it. */
const restored = {
  ...call,
  startMinute: -60,
  recordedAfterMinutes: RESTORED_MINUTE + 60 - call.lastsMinutes,
  keptUntilMinute: UNTIL_MINUTE,
};

const play = async (scenario: Scenario, ...reopens: ReopenPlan[]) => {
  const played = { ...scenario, reopens };
  return judgeWorld(played, await playScenario(played));
};

describe('a call that a person reopens', () => {
  it('is stored although its deadline has passed, if the person says that OCP keeps it longer', async () => {
    const reopen = { call: 0, minute: RESTORED_MINUTE, untilMinute: UNTIL_MINUTE };
    expect(await play(scenarioOf(restored), reopen)).toMatchObject({ stored: 1, lost: 0, broken: [] });
  });

  it('is given up if the person does not say it', async () => {
    const result = await play(scenarioOf(restored), { call: 0, minute: RESTORED_MINUTE });
    expect(result).toMatchObject({ stored: 0, explained: 1 });
  });

  it('is given up again if OCP does not have it', async () => {
    const reopen = { call: 0, minute: RESTORED_MINUTE, untilMinute: UNTIL_MINUTE };
    const never = scenarioOf({ ...call, recordedAfterMinutes: 'never' });
    expect(await play(never, reopen)).toMatchObject({ stored: 0, explained: 1, broken: [] });
  });
});

describe('withReopens', () => {
  const calls = Array.from({ length: 20 }, () => call);

  it('reopens each call once at most, and has OCP keep those of which the person says it', () => {
    const { reopens = [], calls: changed } = withReopens(scenarioOf(...calls));
    expect(new Set(reopens.map((plan) => plan.call)).size).toBe(reopens.length);
    for (const { call: at, minute, untilMinute } of reopens)
      expect(changed[at]).toMatchObject(
        untilMinute === undefined
          ? call
          : { keptUntilMinute: untilMinute, recordedAfterMinutes: minute + 50 },
      );
  });

  it('always reopens the same calls for a seed', () => {
    expect(withReopens(scenarioOf(...calls))).toEqual(withReopens(scenarioOf(...calls)));
  });
});
