import { setTimeout as sleep } from 'node:timers/promises';
import type { Supervised } from '../services/supervise.ts';
import { type HealthWatch, makeHealthWatch, type WatchedService } from './make-health-watch.ts';

const LOOK_EVERY_MS = 1_500;

export type WatchServicesDeps = {
  readonly services: readonly Supervised[];
  readonly say: (line: string) => void;
  /** For how long the day has not moved. */
  readonly stillMs: () => number;
  readonly signal: AbortSignal;
};

/** Watches the services until `signal` aborts. @returns the watch, to explain a day that is stuck. */
export const watchServices = ({ services, say, stillMs, signal }: WatchServicesDeps): HealthWatch => {
  const saying = (line: string): void => {
    if (!signal.aborted) say(line);
  };
  const watch = makeHealthWatch(services.map(watchedOf), saying);
  const lookOnAndOn = async (): Promise<void> => {
    while (!signal.aborted) {
      await watch.look(stillMs());
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  };
  void lookOnAndOn();
  return watch;
};

const watchedOf = ({ name, addresses }: Supervised): WatchedService => ({
  name,
  monitoringUrl: () => addresses()?.monitoringUrl,
});
