import fc from 'fast-check';
import { withReopens } from './reopens.ts';
import { calmScenario, type Scenario, type ScenarioCall, type ScenarioSize } from './scenario.ts';
import { stormyScenario } from './stormy-scenario.ts';

const CALLS_A_DAY = 24;
const FAULTS_A_DAY = 40;

/**
 * The scenario of a seed: the same seed gives the same scenario. Every fourth seed gives a calm one, unless all are stormy.
 *
 * - Every eighth world sweeps: it goes on until all its calls are in a swept range.
 * - Another eighth has a person who reopens calls.
 * - A sixteenth has downloads that fail again and again, and never succeed.
 * - Another sixteenth has events that come hours late.
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
  if (seed % 8 === 4) return withReopens(scenario);
  if (seed % 16 === 13) return { ...scenario, calls: scenario.calls.map(neverMended) };
  return seed % 16 === 14 ? { ...scenario, calls: scenario.calls.map(heardOfLate) } : scenario;
};

const LATE_MINUTES = 400;

/** A listing or a push may be the first to tell of such a call. A clock that is five hours fast would be believed. */
const heardOfLate = (call: ScenarioCall, at: number): ScenarioCall =>
  at % 2 === 0 && call.clock === 'right' ? { ...call, eventDelayMinutes: LATE_MINUTES } : call;

const neverMended = (call: ScenarioCall): ScenarioCall =>
  call.badDownloads > 1 ? { ...call, badDownloads: Infinity } : call;
