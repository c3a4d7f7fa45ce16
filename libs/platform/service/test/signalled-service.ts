import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { loadConfig, makeLogger, type Running, runUntilSignal } from '../src/index.ts';

/** A service for the tests of `runUntilSignal`: its argument says how it behaves. */
const never = (): Promise<never> => new Promise(() => undefined);

const behaviours: Record<string, (signal: AbortSignal) => Promise<Running>> = {
  good: async (signal) => ({
    stop: async () => void process.stdout.write(`stop, aborted ${signal.aborted}\n`),
  }),
  stuck: async () => ({ stop: never }),
  failingStop: async () => ({ stop: () => Promise.reject(new Error('stop broke')) }),
  failingStart: () => Promise.reject(new Error('no such table')),
  badConfig: async () => {
    loadConfig(z.object({ QUEUE_URL: z.url() }), {});
    return { stop: never };
  },
  slowStart: async (signal) => {
    process.stdout.write('starting\n');
    await delay(3_600_000, undefined, { signal });
    return { stop: never };
  },
  stray: async () => {
    setImmediate(() => void Promise.reject(new Error('a stray rejection')));
    return { stop: never };
  },
  thrown: async () => {
    setImmediate(() => {
      throw new Error('a thrown error');
    });
    return { stop: never };
  },
};

await runUntilSignal({
  log: makeLogger({ service: 'test', level: 'info' }),
  start: behaviours[process.argv[2]!]!,
  gracePeriodMs: Number(process.argv[3] ?? 20_000),
});
