import { askHealth, type Health } from '@recordings/service';
import { type FailureCounters, grownCounters, readFailureCounters } from './failure-counters.ts';

export type WatchedService = {
  readonly name: string;
  /** Of its health and metrics. Undefined until it is known where the service listens. */
  readonly monitoringUrl: () => string | undefined;
};

export type HealthWatch = {
  /** Looks at every service once. `stillMs`: for how long the day has not moved. */
  look(stillMs: number): Promise<void>;
  /** What the services report about a day that does not move, as of the last look. */
  explain(stillMs: number): string;
};

/** A restart takes less; then the service is not reported. */
const REPORTED_AFTER_LOOKS = 3;
const EXPLAINED_AFTER_MS = 15_000;
const EXPLAINED_EVERY_MS = 30_000;

type State = {
  readonly name: string;
  health: Health;
  looksNotReady: number;
  isReported: boolean;
  /** As of the last look before the day stopped moving. */
  countersBefore: FailureCounters;
  counters: FailureCounters;
};

/** Reports services that stop being ready and, when the day does not move, what the services say about it. */
export const makeHealthWatch = (
  services: readonly WatchedService[],
  say: (line: string) => void,
): HealthWatch => {
  const states = services.map(({ name }) => newState(name));
  let lastStillMs = 0;
  let explainedAtMs: number | undefined;

  const explain = (stillMs: number): string =>
    [
      ` ! No call was played or stored for ${Math.round(stillMs / 1_000)} s. What the services report:`,
      ...states.flatMap(linesOf),
      ...healthyLine(states.filter((state) => linesOf(state).length === 0)),
    ].join('\n');

  return {
    look: async (stillMs) => {
      const hasMoved = stillMs <= lastStillMs;
      lastStillMs = stillMs;
      if (hasMoved) explainedAtMs = undefined;
      await Promise.all(services.map((service, at) => lookAt(service, states[at]!, hasMoved, say)));
      const isDue =
        explainedAtMs === undefined
          ? stillMs >= EXPLAINED_AFTER_MS
          : stillMs - explainedAtMs >= EXPLAINED_EVERY_MS;
      if (!isDue) return;
      explainedAtMs = stillMs;
      say(explain(stillMs));
    },
    explain,
  };
};

const newState = (name: string): State => ({
  name,
  health: { isReady: true },
  looksNotReady: 0,
  isReported: false,
  countersBefore: new Map(),
  counters: new Map(),
});

const lookAt = async (
  { monitoringUrl }: WatchedService,
  state: State,
  hasMoved: boolean,
  say: (line: string) => void,
): Promise<void> => {
  const url = monitoringUrl();
  if (url === undefined) return;
  state.health = await askHealth(`${url}/health/ready`);
  state.counters = (await readCounters(`${url}/metrics`)) ?? state.counters;
  if (hasMoved) state.countersBefore = state.counters;
  reportChange(state, say);
};

const reportChange = (state: State, say: (line: string) => void): void => {
  if (state.health.isReady) {
    if (state.isReported) say(` ! ${state.name} is ready again`);
    state.looksNotReady = 0;
    state.isReported = false;
    return;
  }
  state.looksNotReady += 1;
  if (state.looksNotReady < REPORTED_AFTER_LOOKS || state.isReported) return;
  state.isReported = true;
  say(` ! ${state.name} is not ready: ${state.health.why}`);
};

/** Empty for a service that is ready and counted no failure since the day last moved. */
const linesOf = ({ name, health, countersBefore, counters }: State): string[] => {
  const growths = grownCounters(countersBefore, counters);
  if (health.isReady && growths.length === 0) return [];
  const state = health.isReady ? 'ready, but it counts failures:' : `not ready: ${health.why}`;
  return [`     ${name}: ${state}`, ...growths.map((growth) => `       ${growth}`)];
};

const healthyLine = (states: readonly State[]): string[] =>
  states.length === 0 ? [] : [`     ready, without failures: ${states.map(({ name }) => name).join(', ')}`];

const readCounters = async (url: string): Promise<FailureCounters | undefined> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return response.ok ? readFailureCounters(await response.text()) : undefined;
  } catch {
    return undefined; // askHealth reports a service that does not answer.
  }
};
