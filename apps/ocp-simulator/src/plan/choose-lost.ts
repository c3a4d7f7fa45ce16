import type { PushFate } from './planned-call.ts';
import { makeRandom } from './random.ts';

export type LossOptions = {
  readonly seed: number;
  /** Calls with audio. */
  readonly calls: number;
  /** Share of them whose push does not arrive, 0 to 1. */
  readonly loss: number;
};

/** The fate of each push, by number of the recording. Exactly `round(calls × loss)` pushes are not `delivered`. */
export const chooseLost = ({ seed, calls, loss }: LossOptions): PushFate[] => {
  const fates = Array<PushFate>(calls).fill('delivered');
  const order = makeRandom(seed, 'losses').shuffled([...fates.keys()]);
  for (const recording of order.slice(0, Math.round(calls * loss))) fates[recording] = 'lost';
  return fates;
};
