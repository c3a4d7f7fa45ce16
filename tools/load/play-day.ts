import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { ExpectedCall } from './await-stored.ts';
import type { LoadOptions } from './read-options.ts';

export type PlayedDay = {
  readonly calls: readonly ExpectedCall[];
  /** Calls whose push never arrived: stage 2 must recover them. */
  readonly lostPushes: number;
  /** From the first push to the last. */
  readonly seconds: number;
};

type DayOptions = Pick<LoadOptions, 'calls' | 'seconds' | 'loss'> & { readonly simulator: string };

const Progress = z.object({ playing: z.boolean() });
const Ledger = z.object({
  calls: z.array(
    z.object({
      callId: z.string(),
      hasAudio: z.boolean(),
      pushFate: z.string().optional(),
      sha256: z.string().optional(),
    }),
  ),
});

/** The largest day that a simulator plans. */
const MAX_CALLS = 100_000;
const PAUSE_MS = 500;

/**
 * Has the simulator play a new day of calls, and waits until it has pushed what it does not lose.
 *
 * @throws {Error} if the simulator does not answer, or still pushes after the longest time of sending.
 */
export const playDay = async ({ simulator, calls, seconds, loss }: DayOptions): Promise<PlayedDay> => {
  const startMs = performance.now();
  await ask(`${simulator}/simulator/day`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ calls: Math.min(calls, MAX_CALLS), loss, edition: `load ${Date.now()}` }),
  });
  await ask(`${simulator}/simulator/play`, { method: 'POST' });
  while (Progress.parse(await ask(`${simulator}/simulator/progress`)).playing) {
    if (performance.now() - startMs > seconds * 1_000) {
      throw new Error(`the simulator still pushes after ${seconds} s: lower --calls or raise --seconds`);
    }
    await delay(PAUSE_MS);
  }
  const playedS = (performance.now() - startMs) / 1_000;
  const recorded = Ledger.parse(await ask(`${simulator}/simulator/ledger`)).calls.filter(
    (call) => call.hasAudio,
  );
  return {
    calls: recorded.map(({ callId, sha256 }) => ({ callId, sha256: sha256 ?? '' })),
    lostPushes: recorded.filter(({ pushFate }) => pushFate !== 'delivered').length,
    seconds: playedS,
  };
};

const ANSWER_MS = 60_000;

const ask = async (url: string, init: RequestInit = {}): Promise<unknown> => {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_MS) });
  if (response.ok) return response.json();
  throw new Error(`${url} answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
};
