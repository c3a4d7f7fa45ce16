import fc from 'fast-check';
import { brokenBy } from './world/broken-by.ts';
import { runScenario } from './world/run-scenario.ts';
import { calmScenario, type Scenario, stormyScenario } from './world/scenario.ts';

/** Worlds tried of each kind; each plays a day of stage 2 in virtual time. */
const RUNS = 50;
const PATIENCE_MS = 120_000;

const keepsItsPromises = async (scenario: Scenario): Promise<void> => {
  expect(brokenBy(scenario, await runScenario(scenario))).toEqual([]);
};

describe('stage 2 in virtual time', () => {
  it(
    'brings every call home or says why, whatever OCP answers',
    () => fc.assert(fc.asyncProperty(calmScenario, keepsItsPromises), { numRuns: RUNS }),
    PATIENCE_MS,
  );

  it(
    'does so through crashes at any await, lost writes and sends, duplicates, frozen workers and clocks that differ',
    () => fc.assert(fc.asyncProperty(stormyScenario, keepsItsPromises), { numRuns: RUNS }),
    PATIENCE_MS,
  );
});
