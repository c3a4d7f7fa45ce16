import fc from 'fast-check';
import { calmScenario, type Scenario, type ScenarioCall, type ScenarioSize } from './scenario.ts';
import { stormyScenario } from './stormy-scenario.ts';

const CALLS_A_DAY = 24;
const FAULTS_A_DAY = 40;

/**
 * The scenario of a seed: the same seed gives the same scenario. Every fourth seed gives a calm one, unless all are stormy. In
 * every eighth world poolers sweep: it goes on until all its calls are in a swept range. In every sixteenth, downloads that
 * fail again and again never succeed.
 */
export const scenarioOf = (seed: number, days: number, isStormy: boolean): Scenario => {
  const size: ScenarioSize = {
    days,
    minCalls: (CALLS_A_DAY * days) / 2,
    maxCalls: CALLS_A_DAY * days,
    maxFaults: FAULTS_A_DAY * days,
  };
  const scenarios = seed % 4 === 0 && !isStormy ? calmScenario(size) : stormyScenario(size);
  const scenario = fc.sample(scenarios, { seed, numRuns: 1 })[0]!;
  if (seed % 8 === 3) return { ...scenario, sweeps: true };
  return seed % 16 === 13 ? { ...scenario, calls: scenario.calls.map(neverMended) } : scenario;
};

const neverMended = (call: ScenarioCall): ScenarioCall =>
  call.badDownloads > 1 ? { ...call, badDownloads: Infinity } : call;
