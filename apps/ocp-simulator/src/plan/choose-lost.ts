import type { FaultKind } from '../faults/fault-kind.ts';
import type { PushFate } from './planned-call.ts';
import { makeRandom } from './random.ts';

export type LossOptions = {
  readonly seed: number;
  /** Calls with audio. */
  readonly calls: number;
  /** Share of them whose push does not arrive, 0 to 1. */
  readonly loss: number;
  readonly faults: ReadonlySet<FaultKind>;
};

/** Under `late-push`, one lost recording in this many arrives late instead. */
const LATE_EVERY = 3;

/** The fate of each push, by number of the recording. Exactly `round(calls × loss)` pushes are not `delivered`. */
export const chooseLost = ({ seed, calls, loss, faults }: LossOptions): PushFate[] => {
  const fates = Array<PushFate>(calls).fill('delivered');
  const order = makeRandom(seed, 'losses').shuffled([...fates.keys()]);
  order.slice(0, Math.round(calls * loss)).forEach((recording, at) => {
    fates[recording] = faults.has('late-push') && at % LATE_EVERY === 0 ? 'late' : 'lost';
  });
  return fates;
};
