import type { FaultKind } from './fault-kind.ts';

const THROTTLE_EVERY = 4;
const FAIL_EVERY = 5;

/** The error status that the `count`th request (from 1) to the Export API gets under a fault, if any. */
export const answerInError = (count: number, faults: ReadonlySet<FaultKind>): 429 | 500 | undefined => {
  if (faults.has('http-429') && count % THROTTLE_EVERY === 0) return 429;
  if (faults.has('http-500') && count % FAIL_EVERY === 0) return 500;
  return undefined;
};
