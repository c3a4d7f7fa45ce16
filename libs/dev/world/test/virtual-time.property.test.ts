import fc from 'fast-check';
import { playScenario } from '../src/play-scenario.ts';
import { judgeWorld } from '../src/rules/judge-world.ts';
import { calmScenario, type Scenario, type ScenarioSize } from '../src/scenario/scenario.ts';
import { stormyScenario } from '../src/scenario/stormy-scenario.ts';

/** Worlds of each kind. `npm run simulate` plays thousands. */
const RUNS = 50;
const PATIENCE_MS = 240_000;
const SIZE: ScenarioSize = { days: 1, minCalls: 1, maxCalls: 8, maxFaults: 14 };

const keepInvariants = async (scenario: Scenario): Promise<void> => {
  expect(judgeWorld(scenario, await playScenario(scenario)).broken).toEqual([]);
};

describe('the four services in virtual time', () => {
  it(
    'store every call or say why, whatever OCP answers',
    () => fc.assert(fc.asyncProperty(calmScenario(SIZE), keepInvariants), { numRuns: RUNS }),
    PATIENCE_MS,
  );

  it(
    'do so through crashes at any await, lost writes and sends, duplicates, frozen processes and clocks that differ',
    () => fc.assert(fc.asyncProperty(stormyScenario(SIZE), keepInvariants), { numRuns: RUNS }),
    PATIENCE_MS,
  );
});
