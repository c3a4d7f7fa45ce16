import { isDeepStrictEqual } from 'node:util';
import type { Registry } from '@recordings/call-record';
import { makeSimulator, type Simulator, type SimulatorOptions } from '../make-simulator.ts';
import { planCalls } from '../plan/plan-calls.ts';
import { simulatedGroups } from '../simulated-groups.ts';
import type { DayPlan } from './day-plan.ts';

const HOUR_MS = 3_600_000;

export type Days = {
  /** The calls, the jobs and the routes of the day. */
  current(): Simulator['app'];
  /** Whether the day has calls: without any, OCP is not there yet. */
  hasCalls(): boolean;
  /**
   * Replaces the day: its calls, jobs and counts are lost. The plan of the current day has no effect.
   *
   * @throws {RangeError} if the calls do not fit into the span; then the current day goes on.
   */
  begin(plan: DayPlan): Promise<void>;
  close(): Promise<void>;
};

type Day = { readonly plan: DayPlan; readonly simulator: Simulator };

export type DaysDeps = Omit<SimulatorOptions, 'calls' | 'groupNames'> & { readonly registry: Registry };

/** @throws {RangeError} if the calls of the first day do not fit into its span. */
export const makeDays = async (deps: DaysDeps, first: DayPlan): Promise<Days> => {
  let day = await makeDay(deps, first);
  return {
    current: () => day.simulator.app,
    hasCalls: () => day.plan.calls > 0,
    begin: async (plan) => {
      if (isDeepStrictEqual(plan, day.plan)) return;
      const before = day;
      day = await makeDay(deps, plan);
      await before.simulator.close();
    },
    close: () => day.simulator.close(),
  };
};

const makeDay = async (deps: DaysDeps, plan: DayPlan): Promise<Day> => {
  const { config, registry, audio, script, log, now, signal } = deps;
  const spanEnd = plan.spanEnd === undefined ? lastFullHour(now()) : Date.parse(plan.spanEnd);
  const simulator = makeSimulator({
    config: { ...config, FAULTS: plan.faults, EXPORT_PROFILE: plan.profile },
    calls: planCalls({
      ...plan,
      spanEnd,
      groups: simulatedGroups(registry, spanEnd - plan.spanMs),
      audioFiles: audio.files,
    }),
    audio,
    script,
    groupNames: registry.groups.map(({ name }) => name),
    log,
    now,
    signal,
  });
  await simulator.app.ready();
  return { plan, simulator };
};

const lastFullHour = (now: number): number => Math.floor(now / HOUR_MS) * HOUR_MS;
