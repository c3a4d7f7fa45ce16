import { playScenario } from '../play-scenario.ts';
import { judgeWorld } from '../rules/judge-world.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Crash } from './list-crashes.ts';

/** Plays the day with one crash. @returns the promises that it broke, as sentences. */
export const playCrash = async (day: Scenario, { at, kind }: Crash): Promise<readonly string[]> => {
  const scenario = { ...day, faults: [{ afterSteps: at, kind }] };
  const world = await playScenario(scenario);
  const { broken, faults } = judgeWorld(scenario, world);
  return [
    ...broken,
    ...(faults === 1 ? [] : [`${faults} crashes instead of 1`]),
    // A person would have to look at a dead letter.
    ...world.queues.deadLetters().map((letter) => `dead letter: ${letter}`),
  ];
};
